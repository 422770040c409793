import type { Node, NodeProps } from '@xyflow/react'
import { nodeLines } from './elk'
import type { MapNode } from './graph'
import classes from './map.module.css'

export interface MapBoxData extends Record<string, unknown> {
  node: MapNode
  chosen: boolean
  /** Something else is pointed at, and this is not beside it. */
  away: boolean
  mark: 'hit' | 'found' | undefined
  /** The one that the Tab key leads to. */
  stop: boolean
  said: string
  onFocus: () => void
  onChoose: () => void
}

/** An activity, as strong as it is often or long; or where the cases begin and end. */
export function MapBox({ data }: NodeProps<Node<MapBoxData>>) {
  const { node, chosen, away, mark, stop } = data
  if (node.kind !== 'activity')
    return (
      <div className={classes.pill} data-kind={node.kind} data-away={away}>
        {node.label}
      </div>
    )
  return (
    <button
      type="button"
      className={classes.box}
      data-stop={node.id}
      data-level={node.level}
      data-mark={mark}
      data-away={away}
      aria-pressed={chosen}
      title={node.label}
      tabIndex={stop ? 0 : -1}
      onFocus={data.onFocus}
      onClick={data.onChoose}
    >
      <span className={classes.name}>
        {nodeLines(node.label).map((line) => (
          <span key={line}>{line} </span>
        ))}
      </span>
      <span className={classes.figure}>{node.figure}</span>
      <span className="visually-hidden">{data.said}</span>
    </button>
  )
}
