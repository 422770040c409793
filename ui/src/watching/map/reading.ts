/** Moving through a map by keyboard: rows from the top, in a row from the left. */
import type { Placed } from '../../procedure/diagram/place'
import type { MapGraph } from './graph'

export function reading(graph: MapGraph, placed: Placed): string[] {
  return graph.nodes
    .filter(({ kind, id }) => kind === 'activity' && placed.nodes.has(id))
    .map(({ id }) => ({ id, box: placed.nodes.get(id) ?? { x: 0, y: 0 } }))
    .sort((one, other) => one.box.y - other.box.y || one.box.x - other.box.x)
    .map(({ id }) => id)
}

/** Where a key leads; nothing when it is not one of these. */
export function moved(order: string[], from: string | undefined, key: string): string | undefined {
  const at = from === undefined ? -1 : order.indexOf(from)
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return order[Math.min(at + 1, order.length - 1)]
    case 'ArrowUp':
    case 'ArrowLeft':
      return order[Math.max(at - 1, 0)]
    case 'Home':
      return order[0]
    case 'End':
      return order.at(-1)
    default:
      return undefined
  }
}
