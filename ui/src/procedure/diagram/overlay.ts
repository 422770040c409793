/** A run, or the walk of an example, laid over the diagram. */
import { blocks, type Graph, type NodeState, nodeOfStep, type Overlay } from './graph'

const STATES: Record<string, NodeState> = {
  done: 'done',
  open: 'open',
  waiting: 'waiting',
  blocked: 'waiting',
  next: 'next',
  skipped: 'skipped',
  'not-taken': 'skipped',
  failed: 'failed',
  refused: 'failed',
}

/** What a run did, where the server wrote it into the graph; nothing for a graph without a run. */
export function overlayOf(graph: Graph): Overlay | undefined {
  if (!graph.nodes.some((node) => node.state != null) && !graph.edges.some((edge) => edge.taken)) return undefined
  const states = new Map<string, NodeState>()
  for (const node of graph.nodes) {
    const state = STATES[node.state ?? '']
    if (state) states.set(node.id, state)
  }
  const taken = new Set(graph.edges.flatMap((edge, at) => (edge.taken ? [at] : [])))
  return { states, taken }
}

/** What an example came to, as the server tells it: where each step stands, and the edges that were gone along. */
export function triedOverlay(
  graph: Graph,
  tried: { nodes: string[]; edges: number[]; states: Record<string, string>; path: string[] },
): Overlay {
  // A block stands as what is in it does.
  const frames = new Set(blocks(graph))
  const reached = tried.nodes.filter((node) => !frames.has(node))
  const states = new Map<string, NodeState>(reached.map((node) => [node, 'done']))
  for (const [step, said] of Object.entries(tried.states)) {
    const node = nodeOfStep(graph, step)
    const state = STATES[said]
    if (node && state) states.set(node.id, state)
  }
  const last = tried.path.at(-1)
  return { states, taken: new Set(tried.edges), current: last && nodeOfStep(graph, last)?.id }
}

/** The walk of an example up to its step `at` (counted from 0): the steps before are done, this one is open. */
export function walkOverlay(graph: Graph, path: readonly string[], at: number): Overlay {
  const states = new Map<string, NodeState>()
  const nodes = path.slice(0, at + 1).flatMap((step) => nodeOfStep(graph, step)?.id ?? [])
  const current = nodes.at(-1)
  const start = graph.nodes.find(({ kind }) => kind === 'start')
  if (start) states.set(start.id, 'done')
  for (const node of nodes) states.set(node, 'done')
  if (current) states.set(current, 'open')
  const taken = new Set<number>()
  const stops = start ? [start.id, ...nodes] : nodes
  stops.slice(1).forEach((to, place) => {
    for (const edge of wayBetween(graph, stops[place] as string, to)) taken.add(edge)
  })
  for (const edge of taken) markPassed(graph, edge, states)
  return { states, taken, current }
}

/** The shortest way along the edges, through nodes that are no steps (joins, gates) first of all. */
function wayBetween(graph: Graph, from: string, to: string): number[] {
  const plain = new Set(graph.nodes.filter((node) => node.number == null).map((node) => node.id))
  return breadthFirst(graph, from, to, (id) => plain.has(id)) ?? []
}

function breadthFirst(graph: Graph, from: string, to: string, through: (id: string) => boolean): number[] | undefined {
  const came = new Map<string, number[]>([[from, []]])
  const queue = [from]
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    const way = came.get(node) ?? []
    for (const [at, edge] of graph.edges.entries()) {
      if (edge.from !== node) continue
      if (edge.to === to) return [...way, at]
      if (came.has(edge.to) || !through(edge.to)) continue
      came.set(edge.to, [...way, at])
      queue.push(edge.to)
    }
  }
  return undefined
}

/** A junction that a taken edge leads to was passed. */
function markPassed(graph: Graph, edge: number, states: Map<string, NodeState>): void {
  const to = graph.edges[edge]?.to
  if (to !== undefined && !states.has(to)) states.set(to, 'done')
}
