/** Moving through the nodes by keyboard, in the order of the document. */

import type { View, ViewNode } from './fold'

/** Whether a node can be stood on; a join without words cannot. */
export function standsFor(node: ViewNode): boolean {
  return node.kind !== 'gateway' || node.label !== '' || node.number != null
}

/** Where a key leads from a node; nothing when the key is not one of these, or leads nowhere. */
export function move(view: View, from: string | undefined, key: string): string | undefined {
  const stops = view.nodes.filter(standsFor).map((node) => node.id)
  const at = from === undefined ? -1 : stops.indexOf(from)
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return stops[Math.min(at + 1, stops.length - 1)]
    case 'ArrowUp':
    case 'ArrowLeft':
      return stops[Math.max(at - 1, 0)]
    case 'Home':
      return stops[0]
    case 'End':
      return stops[stops.length - 1]
    default:
      return undefined
  }
}
