import type { CSSProperties } from 'react'
import { StatusIcon } from '../../theme/Status'
import { words } from '../../words/en/diagram'
import type { ViewNode } from './fold'
import { Marks } from './Marks'
import { labelLines } from './measure'
import { NodeHead, status } from './NodeHead'
import type { ShapeProps } from './node'
import classes from './shapes.module.css'

/** A step, a decision, an exception, or where the flow starts and ends: a box that is a button. */
export function StepBox({ data }: ShapeProps) {
  const { node, state, mark, stop } = data
  const plain = node.kind === 'start' || (node.kind === 'end' && node.number == null) || isGate(node)
  const look = [
    classes.node,
    classes[node.kind],
    plain ? classes.pill : classes.box,
    node.exceptional ? classes.exceptional : '',
    node.reachable ? '' : classes.unreachable,
  ].join(' ')
  return (
    <button
      type="button"
      className={look}
      data-stop={node.id}
      data-state={data.off ? 'off' : state}
      data-mark={mark}
      data-hot={node.heat ? true : undefined}
      style={node.heat ? ({ '--heat': node.heat } as CSSProperties) : undefined}
      tabIndex={stop ? 0 : -1}
      title={node.condition ? `${node.label}\n${words.onlyIf(node.condition)}` : node.label}
      onFocus={data.onFocus}
      onClick={() => node.step && data.onStep?.(node.step)}
    >
      {node.kind === 'decision' && <Hexagon />}
      {!plain && <NodeHead node={node} state={state} />}
      {plain && state && <StatusIcon status={status[state]} size={13} />}
      <span className={classes.title}>
        {labelLines(node).map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text
          <span key={at}>{line}</span>
        ))}
      </span>
      {node.kind === 'exception' && data.anytime && <span className={classes.small}>{words.anytime}</span>}
      {node.role && <span className={classes.small}>{node.role}</span>}
      {node.condition && !plain && <span className={classes.small}>{words.conditional}</span>}
      {node.marks && <Marks marks={node.marks} />}
      {data.beyond && <span className={classes.hidden}>{data.beyond}</span>}
    </button>
  )
}

/** Drawn to the box's size, so that its border stays one pixel. */
function Hexagon() {
  return (
    <svg className={classes.hexagon} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      <polygon points="6,0.5 94,0.5 99.7,50 94,99.5 6,99.5 0.3,50" vectorEffect="non-scaling-stroke" />
    </svg>
  )
}

const isGate = (node: ViewNode) => node.kind === 'gateway' && node.number == null
