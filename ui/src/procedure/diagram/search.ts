/** Finding nodes by what is written on them. */

import type { Graph, GraphNode } from './graph'

/** The nodes that hold every word of the query, in document order; none for an empty query. */
export function search(graph: Graph, query: string): string[] {
  const words = folded(query)
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return []
  return graph.nodes.filter((node) => words.every((word) => written(node).includes(word))).map((node) => node.id)
}

function written(node: GraphNode): string {
  return folded([node.number, node.label, node.role, node.verb, node.condition, node.step].filter(Boolean).join(' '))
}

/** Lower case without accents, so that `prufen` finds `prüfen`. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
