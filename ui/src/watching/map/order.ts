/** In which order the activities of a map come about: each after the one that leads to it most often. */
import { type MapEdge, type MapNode, START } from './graph'

/**
 * Nodes from the start on, along the most frequent path that leads out of what was reached before (Prim's tree). What
 * nothing leads to stands at the end, in the order it had.
 */
export function inOrder(nodes: MapNode[], edges: MapEdge[]): MapNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const ordered: MapNode[] = []
  const reached = new Set<string>()
  const reach = (id: string) => {
    const node = byId.get(id)
    if (!node || reached.has(id)) return
    reached.add(id)
    ordered.push(node)
  }
  reach(START)
  for (;;) {
    let next: MapEdge | undefined
    for (const edge of edges)
      if (reached.has(edge.from) && !reached.has(edge.to) && (!next || edge.weight > next.weight)) next = edge
    if (!next) break
    reach(next.to)
  }
  for (const { id } of nodes) reach(id)
  return ordered
}
