import { useId } from 'react'
import classes from './edges.module.css'
import type { View, ViewEdge } from './fold'
import type { Overlay } from './graph'
import { edgeLabelLines } from './measure'
import type { Placed } from './place'

type Look = 'plain' | 'rare' | 'taken' | 'passed'
const LOOKS: Look[] = ['plain', 'rare', 'taken', 'passed']

/** Under the nodes: the ground of blocks, and the engine's own sections, arrows at their ends, labels where it made room for them. Every node tells them in words. */
export function Edges({ view, placed, overlay }: { view: View; placed: Placed; overlay: Overlay | undefined }) {
  const id = useId()
  const edges = view.edges.flatMap((edge) => {
    const drawn = placed.edges.get(edge.id)
    return drawn ? [{ edge, drawn, look: lookOf(edge, overlay) }] : []
  })
  return (
    <div className={classes.layer} aria-hidden="true">
      <svg className={classes.edges} width={placed.width} height={placed.height} role="presentation">
        <defs>
          {LOOKS.map((look) => (
            <marker
              key={look}
              id={`${id}${look}`}
              className={classes[look]}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0 0.5 L7.5 4 L0 7.5 Z" />
            </marker>
          ))}
        </defs>
        {view.nodes.map((node) => {
          const box = node.kind === 'block' && !node.folded ? placed.nodes.get(node.id) : undefined
          return box && <rect key={node.id} className={classes.ground} {...box} rx="6" />
        })}
        {edges.map(({ edge, drawn, look }) => (
          <path
            key={edge.id}
            className={`${classes.edge} ${classes[look]} ${edge.rare ? classes.dashed : ''}`}
            d={drawn.path}
            markerEnd={`url(#${id}${look})`}
          />
        ))}
      </svg>
      {edges.map(
        ({ edge, drawn: { label }, look }) =>
          label && (
            <div
              key={edge.id}
              className={`${classes.edgeLabel} ${classes[look]}`}
              style={{ left: label.x, top: label.y, width: label.width, height: label.height }}
              title={edge.label}
            >
              {edgeLabelLines(edge.label).map((line, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text
                <div key={at}>{line}</div>
              ))}
            </div>
          ),
      )}
    </div>
  )
}

function lookOf(edge: ViewEdge, overlay: Overlay | undefined): Look {
  if (overlay) return edge.of.some((at) => overlay.taken.has(at)) ? 'taken' : 'passed'
  return edge.rare ? 'rare' : 'plain'
}
