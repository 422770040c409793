import { type Node, ReactFlow, useReactFlow, useStore, ViewportPortal } from '@xyflow/react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { LEAST_ZOOM, MOST_ZOOM, opening, type Pane, showing, whole } from '../../procedure/diagram/camera'
import type { Laid } from '../../procedure/diagram/layout'
import { words } from '../../words/en/watchingMap'
import { type MapGraph, START } from './graph'
import { MapBox, type MapBoxData } from './MapBox'
import { MapEdges } from './MapEdges'
import classes from './map.module.css'
import { moved, reading } from './reading'

interface Props {
  laid: Laid<MapGraph>
  chosen: string | undefined
  found: string[]
  hit: string | undefined
  onChoose: (id: string | undefined) => void
}

const nodeTypes = { box: MapBox }
/** Figures of 11 pixels can still be read at this. */
const READABLE = 0.5

export function MapFlow({ laid, chosen, found, hit, onChoose }: Props) {
  const { view: graph, placed } = laid
  const surface = useRef<HTMLDivElement>(null)
  const pane = useStore(({ width, height }) => ({ width, height }), samePane)
  const { setViewport, getViewport } = useReactFlow()
  const [focused, setFocused] = useState<string>()
  const order = useMemo(() => reading(graph, placed), [graph, placed])
  const stop = focused !== undefined && order.includes(focused) ? focused : order[0]

  // Another drawing is another size: it is shown as a whole where that can be read, else from its start.
  const opened = useRef<typeof placed>(undefined)
  useEffect(() => {
    if (pane.width === 0 || opened.current === placed) return
    opened.current = placed
    const all = whole(placed, pane)
    void setViewport(all.zoom >= READABLE ? all : opening(placed, pane, placed.nodes.get(START)))
  }, [pane, placed, setViewport])

  // What is found or chosen is seen, also beside the panel that tells about it.
  const wanted = hit ?? chosen
  useEffect(() => {
    const box = wanted === undefined ? undefined : placed.nodes.get(wanted)
    if (box && pane.width > 0) void setViewport(showing(getViewport(), pane, box))
  }, [wanted, placed, pane, getViewport, setViewport])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && chosen !== undefined) {
      event.preventDefault()
      onChoose(undefined)
      return
    }
    const to = moved(order, stop, event.key)
    if (to === undefined) return
    event.preventDefault()
    setFocused(to)
    const box = placed.nodes.get(to)
    if (box) void setViewport(showing(getViewport(), pane, box))
    surface.current?.querySelector<HTMLElement>(`[data-stop="${CSS.escape(to)}"]`)?.focus({ preventScroll: true })
  }

  const nodes = useMemo((): Node<MapBoxData>[] => {
    const beside = besides(graph, chosen)
    return graph.nodes.flatMap((node) => {
      const box = placed.nodes.get(node.id)
      if (!box) return []
      const data: MapBoxData = {
        node,
        chosen: node.id === chosen,
        away: beside !== undefined && !beside.has(node.id),
        mark: node.id === hit ? 'hit' : found.includes(node.id) ? 'found' : undefined,
        stop: node.id === stop,
        said: node.activity ? words.said(node.activity, graph.look) : node.label,
        onFocus: () => setFocused(node.id),
        onChoose: () => onChoose(node.id === chosen ? undefined : node.id),
      }
      const { x, y, width, height } = box
      return [{ id: node.id, type: 'box', position: { x, y }, width, height, data, zIndex: 3 }]
    })
  }, [graph, placed, chosen, hit, found, stop, onChoose])

  return (
    <div ref={surface} className={classes.surface} data-look={graph.look} onKeyDown={onKeyDown}>
      <ReactFlow
        nodes={nodes}
        edges={[]}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        panOnScroll
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        disableKeyboardA11y
        minZoom={LEAST_ZOOM}
        maxZoom={MOST_ZOOM}
        proOptions={{ hideAttribution: true }}
        role="group"
        aria-label={words.help}
        onPaneClick={() => onChoose(undefined)}
      >
        <ViewportPortal>
          <MapEdges graph={graph} placed={placed} chosen={chosen} onChoose={onChoose} />
        </ViewportPortal>
      </ReactFlow>
    </div>
  )
}

/** What is chosen and what its paths lead to. */
function besides(graph: MapGraph, chosen: string | undefined): Set<string> | undefined {
  if (chosen === undefined) return undefined
  const near = graph.edges.filter(({ id, from, to }) => [id, from, to].includes(chosen))
  return new Set([chosen, ...near.flatMap(({ from, to }) => [from, to])])
}

function samePane(one: Pane, other: Pane): boolean {
  return one.width === other.width && one.height === other.height
}
