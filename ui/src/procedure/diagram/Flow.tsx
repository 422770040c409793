import { MiniMap, type Node, ReactFlow, useReactFlow, useStore, ViewportPortal } from '@xyflow/react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { words } from '../../words/en/diagram'
import { BlockFrame } from './BlockFrame'
import { LEAST_ZOOM, MOST_ZOOM, opening, type Pane, showing } from './camera'
import classes from './diagram.module.css'
import { Edges } from './Edges'
import type { NodeState, Overlay } from './graph'
import { Junction } from './Junction'
import type { LaidOut } from './layout'
import type { NodeData } from './node'
import { move } from './order'
import { StepBox } from './StepBox'
import { shapes } from './shapes'

interface Props {
  laid: LaidOut
  states: ReadonlyMap<string, NodeState>
  overlay: Overlay | undefined
  wanted: string | undefined
  found: string[]
  hit: string | undefined
  onStep: ((step: string) => void) | undefined
  onFold: (block: string) => void
}

const nodeTypes = { box: StepBox, frame: BlockFrame, junction: Junction }
/** The overview helps once a drawing is taller than two screens. */
const TALL = 1600
const WIDE_PANE = 700

export function Flow({ laid, states, overlay, wanted, found, hit, onStep, onFold }: Props) {
  const { view, placed } = laid
  const surface = useRef<HTMLDivElement>(null)
  const pane = useStore(({ width, height }) => ({ width, height }), samePane)
  const { setViewport, getViewport } = useReactFlow()
  const [focused, setFocused] = useState<string>()
  const stop = focused !== undefined && placed.nodes.has(focused) ? focused : view.nodes[0]?.id

  const opened = useRef(false)
  useEffect(() => {
    if (opened.current || pane.width === 0) return
    opened.current = true
    const first = view.nodes.find(({ kind }) => kind === 'start')
    void setViewport(opening(placed, pane, first && placed.nodes.get(first.id)))
  }, [pane, placed, view, setViewport])

  useEffect(() => {
    const box = wanted === undefined ? undefined : placed.nodes.get(wanted)
    if (!box || pane.width === 0) return
    const camera = getViewport()
    const moved = showing(camera, pane, box)
    if (moved !== camera) void setViewport(moved)
  }, [wanted, placed, pane, getViewport, setViewport])

  const onKeyDown = (event: KeyboardEvent) => {
    const to = move(view, stop, event.key)
    if (to === undefined) return
    event.preventDefault()
    setFocused(to)
    const box = placed.nodes.get(to)
    if (box) void setViewport(showing(getViewport(), pane, box))
    surface.current?.querySelector<HTMLElement>(`[data-stop="${CSS.escape(to)}"]`)?.focus({ preventScroll: true })
  }

  const nodes = useMemo(
    () => shapes({ laid, states, overlay, wanted, found, hit, stop, onStep, onFold, onFocus: setFocused }),
    [laid, states, overlay, stop, wanted, found, hit, onStep, onFold],
  )

  return (
    <div ref={surface} className={classes.surface} onKeyDown={onKeyDown}>
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
      >
        <ViewportPortal>
          <Edges view={view} placed={placed} overlay={overlay} />
        </ViewportPortal>
        {placed.height > TALL && pane.width > WIDE_PANE && (
          <MiniMap<Node<NodeData>>
            pannable
            ariaLabel={words.overview}
            className={classes.overview}
            nodeClassName={({ data }) => (data.node.kind === 'block' ? 'block' : (data.state ?? 'plain'))}
          />
        )}
      </ReactFlow>
    </div>
  )
}

function samePane(one: Pane, other: Pane): boolean {
  return one.width === other.width && one.height === other.height
}
