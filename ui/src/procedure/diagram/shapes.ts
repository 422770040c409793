/** The shapes of a drawing, each with what it shows and does. */
import type { Node } from '@xyflow/react'
import { beyond } from './aria'
import type { ViewNode } from './fold'
import type { NodeState, Overlay } from './graph'
import type { LaidOut } from './layout'
import type { NodeData } from './node'

interface Shown {
  laid: LaidOut
  states: ReadonlyMap<string, NodeState>
  overlay: Overlay | undefined
  wanted: string | undefined
  found: string[]
  hit: string | undefined
  /** The one that the Tab key leads to. */
  stop: string | undefined
  onFocus: (node: string) => void
  onStep: ((step: string) => void) | undefined
  onFold: (block: string) => void
}

export function shapes(shown: Shown): Node<NodeData>[] {
  const { laid, states, overlay, wanted, hit, stop, onFocus, onStep, onFold } = shown
  const { view, placed } = laid
  const found = new Set(shown.found)
  const entered = new Set(view.edges.map(({ to }) => to))
  return view.nodes.flatMap((node): Node<NodeData>[] => {
    const box = placed.nodes.get(node.id)
    if (!box) return []
    const state = states.get(node.id)
    const data: NodeData = {
      node,
      state,
      off: overlay !== undefined && state === undefined,
      stop: node.id === stop,
      mark: node.id === hit ? 'hit' : found.has(node.id) ? 'found' : node.id === wanted ? 'wanted' : undefined,
      beyond: beyond(node, view),
      anytime: !entered.has(node.id),
      onFocus: () => onFocus(node.id),
      onStep,
      onFold,
    }
    const { x, y, width, height } = box
    // Frames lie over the edges, so that none crosses a title, and under what is in them.
    const layer = node.kind === 'block' && !node.folded ? 2 : 3
    return [{ id: node.id, type: shape(node), position: { x, y }, width, height, data, zIndex: layer }]
  })
}

function shape(node: ViewNode): 'box' | 'frame' | 'junction' {
  if (node.kind === 'block') return 'frame'
  return node.kind === 'gateway' && node.label === '' && node.number == null ? 'junction' : 'box'
}
