/** The flow of a procedure, as the server sends it. Blocks stand before what is in them. */
import type { ComponentType } from 'react'

/** What became of a node in a run. */
export type NodeState = 'done' | 'open' | 'waiting' | 'next' | 'skipped' | 'failed'

export interface GraphNode {
  id: string
  /** `start`, `end`, `step`, `decision`, `gateway`, `block`, `exception`; any other is drawn as a step. */
  kind: string
  /** The step it stands for or belongs to. */
  step?: string | null
  number?: string | null
  label: string
  verb?: string | null
  role?: string | null
  /** The condition without which it is left out, in words. */
  condition?: string | null
  /** The block it lies in. */
  parent?: string | null
  /** Off the usual way: an exception, its handler's steps, an end they lead to. */
  exceptional: boolean
  reachable: boolean
  /** Where a run stands at it, in the server's words; absent without a run. */
  state?: string | null
  /** How often the run came here. */
  visits?: number | null
  /** What else is told of it, a line each. */
  marks?: readonly Mark[]
  /** How much of that there is, from 0 to 1: its colour deepens. */
  heat?: number
}

/** A line on a node: an icon, and what it says. */
export interface Mark {
  icon: ComponentType<{ size?: number | string }>
  words: string
}

export interface GraphEdge {
  from: string
  to: string
  /** `flow`, `exception`, `loop`. */
  kind: string
  label?: string | null
  /** Which case of the decision it is, counted from 0. */
  case?: number | null
  /** Whether a run went this way. */
  taken?: boolean | null
}

export interface Graph {
  nodes: GraphNode[]
  edges: GraphEdge[]
}

/** What a run, or an example, did on the diagram. */
export interface Overlay {
  /** By the node's id; a node that is not named has no state. */
  states: ReadonlyMap<string, NodeState>
  /** Places of the taken edges in the graph's list. */
  taken: ReadonlySet<number>
  /** The node to point at: the step of a walk, or the open one. */
  current?: string | undefined
}

/** The node that stands for a step: the one with its number, else the first that belongs to it. */
export function nodeOfStep(graph: Graph, step: string): GraphNode | undefined {
  const own = graph.nodes.filter((node) => node.step === step)
  return own.find((node) => node.number != null) ?? own[0]
}

/** "4. Inspect the item"; the id of a step that is not in this graph. */
export function titleOfStep(graph: Graph, step: string): string {
  const node = nodeOfStep(graph, step)
  if (!node) return step
  return node.number ? `${node.number}. ${node.label}` : node.label
}

/** The blocks around a node, the innermost first. */
export function blocksAround(graph: Graph, id: string): string[] {
  const parents = new Map(graph.nodes.map((node) => [node.id, node.parent ?? undefined]))
  const around: string[] = []
  for (let at = parents.get(id); at !== undefined && !around.includes(at); at = parents.get(at)) around.push(at)
  return around
}

export function blocks(graph: Graph): string[] {
  return graph.nodes.filter((node) => node.kind === 'block').map((node) => node.id)
}
