/** What of a graph is drawn: folded blocks hide what is in them, and exceptions can be left out. */

import type { Graph, GraphNode, NodeState } from './graph'

export interface ViewEdge {
  id: string
  from: string
  to: string
  kind: string
  label: string
  /** Whether it leads off the usual way. */
  rare: boolean
  /** Places in the graph's list of the edges that it stands for. */
  of: number[]
}

export interface ViewNode extends GraphNode {
  folded: boolean
  /** How many steps a folded block hides. */
  hidden: number
  /** How many of them have marks. */
  marked: number
}

export interface View {
  nodes: ViewNode[]
  edges: ViewEdge[]
}

export interface Shown {
  folded: ReadonlySet<string>
  exceptions: boolean
}

export function view(graph: Graph, shown: Shown): View {
  const left = graph.nodes.filter((node) => shown.exceptions || !node.exceptional)
  const stands = standIns(left, shown.folded)
  const nodes = left
    .filter((node) => stands.get(node.id) === node.id)
    .map((node) => {
      const folded = node.kind === 'block' && shown.folded.has(node.id)
      const hidden = folded ? stepsWithin(left, node.id) : []
      return { ...node, folded, hidden: hidden.length, marked: hidden.filter(({ marks }) => marks?.length).length }
    })
  const rare = new Set(left.filter((node) => node.exceptional).map((node) => node.id))
  const edges = new Map<string, ViewEdge>()
  graph.edges.forEach((edge, at) => {
    const from = stands.get(edge.from)
    const to = stands.get(edge.to)
    if (from === undefined || to === undefined) return
    if (from === to && edge.from !== edge.to) return
    const label = edge.label ?? ''
    // Folding brings edges together; those that say the same are drawn once.
    const id = [from, to, edge.kind, label, from === edge.from && to === edge.to ? at : ''].join(' ')
    const same = edges.get(id)
    if (same !== undefined) {
      same.of.push(at)
      return
    }
    const isRare = edge.kind === 'exception' || rare.has(edge.from) || rare.has(edge.to)
    edges.set(id, { id, from, to, kind: edge.kind, label, rare: isRare, of: [at] })
  })
  return { nodes, edges: [...edges.values()] }
}

/** For every node the one that is drawn in its place: itself, or the outermost folded block around it. */
function standIns(nodes: GraphNode[], folded: ReadonlySet<string>): Map<string, string> {
  const stands = new Map<string, string>()
  const hiding = new Set<string>()
  for (const node of nodes) {
    const block = node.parent == null ? undefined : stands.get(node.parent)
    const hidden = block !== undefined && hiding.has(block)
    stands.set(node.id, hidden ? block : node.id)
    if (!hidden && node.kind === 'block' && folded.has(node.id)) hiding.add(node.id)
  }
  return stands
}

function stepsWithin(nodes: GraphNode[], block: string): GraphNode[] {
  const within = new Set([block])
  const steps: GraphNode[] = []
  for (const node of nodes) {
    if (node.parent == null || !within.has(node.parent)) continue
    within.add(node.id)
    if (node.number != null && node.kind !== 'block') steps.push(node)
  }
  return steps
}

/** The state of a block by those of what is in it, the most pressing first. */
const PRESSING: readonly NodeState[] = ['failed', 'open', 'waiting', 'next', 'done', 'skipped']

/** States of all nodes, with those of blocks derived where none was given. */
export function spread(graph: Graph, states: ReadonlyMap<string, NodeState>): Map<string, NodeState> {
  const all = new Map(states)
  for (const node of [...graph.nodes].reverse()) {
    const own = all.get(node.id)
    if (own === undefined || node.parent == null || states.has(node.parent)) continue
    const parents = all.get(node.parent)
    if (parents === undefined || PRESSING.indexOf(own) < PRESSING.indexOf(parents)) all.set(node.parent, own)
  }
  return all
}
