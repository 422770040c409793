/** The paths, under the nodes: as thick and as strong as they are often or long, each with its figure. The table and the panel tell the same in words. */
import { useId } from 'react'
import type { Placed } from '../../procedure/diagram/place'
import type { MapEdge, MapGraph } from './graph'
import classes from './map.module.css'
import { LEVELS } from './scale'

interface Props {
  graph: MapGraph
  placed: Placed
  /** What is pointed at: its own paths stand out. */
  chosen: string | undefined
  onChoose: (edge: string) => void
}

export function MapEdges({ graph, placed, chosen, onChoose }: Props) {
  const id = useId()
  const drawn = graph.edges.flatMap((edge) => {
    const found = placed.edges.get(edge.id)
    return found ? [{ edge, drawn: found }] : []
  })
  const about = ({ id: own, from, to }: MapEdge) => chosen === own || chosen === from || chosen === to
  // The strong ones lie over the weak, and those that are pointed at over all.
  const order = [...drawn].sort((a, b) => Number(about(a.edge)) - Number(about(b.edge)) || a.edge.width - b.edge.width)
  const look = (edge: MapEdge) => ({
    'data-level': edge.level,
    'data-about': chosen === undefined ? undefined : about(edge),
    'data-loose': edge.path === undefined,
  })
  const pick = (edge: MapEdge) => edge.path && onChoose(edge.id)
  return (
    <div className={classes.layer} data-look={graph.look} aria-hidden="true">
      <svg className={classes.edges} width={placed.width} height={placed.height} role="presentation">
        <defs>
          {Array.from({ length: LEVELS }, (_, level) => (
            <marker
              // biome-ignore lint/suspicious/noArrayIndexKey: a level is its number
              key={level}
              id={`${id}${level}`}
              data-level={level}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth={8 + level}
              markerHeight={8 + level}
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0 0.5 L7.5 4 L0 7.5 Z" />
            </marker>
          ))}
        </defs>
        {order.map(({ edge, drawn: { path } }) => (
          <g key={edge.id} {...look(edge)} onClick={() => pick(edge)}>
            <path className={classes.reach} d={path} />
            <path className={classes.edge} d={path} strokeWidth={edge.width} markerEnd={`url(#${id}${edge.level})`} />
          </g>
        ))}
      </svg>
      {drawn.map(
        ({ edge, drawn: { label } }) =>
          label && (
            <div
              key={edge.id}
              className={classes.edgeLabel}
              {...look(edge)}
              style={{ left: label.x, top: label.y, width: label.width, height: label.height }}
              onClick={() => pick(edge)}
            >
              {edge.figure}
            </div>
          ),
      )}
    </div>
  )
}
