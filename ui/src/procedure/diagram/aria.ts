/** What a node says beyond what is written on it, to those who do not see the drawing: conditions, and where it leads. */
import { words } from '../../words/en/diagram'
import type { View, ViewNode } from './fold'
import { labelLines } from './measure'

export function beyond(node: ViewNode, view: View): string {
  const next = ways(node, view)
  const cut = labelLines(node).join(' ').endsWith('…')
  const parts = [
    cut ? `${node.label}.` : undefined,
    node.condition ? `${words.onlyIf(node.condition)}.` : undefined,
    node.reachable ? undefined : `${words.unreachable}.`,
    next.length > 0 ? words.leadsTo(next.join('; ')) : undefined,
  ]
  return parts.filter(Boolean).join(' ')
}

function ways(node: ViewNode, view: View): string[] {
  const names = new Map(view.nodes.map((other) => [other.id, other.label]))
  return view.edges
    .filter((edge) => edge.from === node.id)
    .map((edge) => {
      const to = names.get(edge.to) ?? ''
      if (edge.label && to) return words.way(edge.label, to)
      return edge.label || to
    })
    .filter((way) => way !== '')
}
