/** What a shape of the diagram is drawn from. */
import type { Node, NodeProps } from '@xyflow/react'
import type { ViewNode } from './fold'
import type { NodeState } from './graph'

export interface NodeData extends Record<string, unknown> {
  node: ViewNode
  state: NodeState | undefined
  /** A run is laid over the diagram and did not come here. */
  off: boolean
  /** The one that the Tab key leads to. */
  stop: boolean
  mark: 'hit' | 'found' | 'wanted' | undefined
  /** Told to those who do not see the drawing. */
  beyond: string
  /** No step leads to it: it can arise whenever its condition holds. */
  anytime: boolean
  onFocus: () => void
  onStep: ((step: string) => void) | undefined
  onFold: (block: string) => void
}

export type ShapeProps = NodeProps<Node<NodeData>>
