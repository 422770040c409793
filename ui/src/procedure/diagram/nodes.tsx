/** The three shapes of the diagram: a box that is a button, a frame around others, and the dot where ways meet. */
import {
  IconAlertTriangle,
  IconArrowsSplit2,
  IconBell,
  IconCalculator,
  IconChecks,
  IconChevronDown,
  IconChevronRight,
  IconCircleDotFilled,
  IconFileText,
  IconFlag,
  IconHourglassEmpty,
  IconPlugConnected,
  IconRepeat,
  IconRoute,
  IconSitemap,
  IconSparkles,
  IconStack2,
  IconUser,
} from '@tabler/icons-react'
import type { Node, NodeProps } from '@xyflow/react'
import type { ComponentType } from 'react'
import { type Status, StatusIcon } from '../../theme/Status'
import { words } from '../../words/en/diagram'
import classes from './diagram.module.css'
import type { ViewNode } from './fold'
import type { NodeState } from './graph'
import { labelLines } from './measure'

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

type Props = NodeProps<Node<NodeData>>

const icons: Record<string, ComponentType<{ size?: number }>> = {
  person: IconUser,
  approve: IconChecks,
  call: IconPlugConnected,
  agent: IconSparkles,
  set: IconCalculator,
  decide: IconRoute,
  together: IconArrowsSplit2,
  repeat: IconRepeat,
  each: IconStack2,
  wait: IconHourglassEmpty,
  document: IconFileText,
  notify: IconBell,
  procedure: IconSitemap,
  raise: IconAlertTriangle,
  end: IconFlag,
  exception: IconAlertTriangle,
}

const status: Record<NodeState, Status> = {
  done: 'done',
  open: 'open',
  waiting: 'waiting',
  next: 'waiting',
  skipped: 'waiting',
  failed: 'failed',
}

export function StepBox({ data }: Props) {
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
      tabIndex={stop ? 0 : -1}
      title={node.condition ? `${node.label}\n${words.onlyIf(node.condition)}` : node.label}
      onFocus={data.onFocus}
      onClick={() => node.step && data.onStep?.(node.step)}
    >
      {node.kind === 'decision' && <Hexagon />}
      {!plain && <Head node={node} state={state} />}
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
      {data.beyond && <span className={classes.hidden}>{data.beyond}</span>}
    </button>
  )
}

function Head({ node, state }: { node: ViewNode; state: NodeState | undefined }) {
  const Icon = icons[node.verb ?? node.kind]
  return (
    <span className={classes.head}>
      {Icon && <Icon size={13} />}
      <span>{node.number ?? words.kinds[node.kind] ?? ''}</span>
      {state ? <State state={state} visits={node.visits ?? 0} /> : <span>{words.verbs[node.verb ?? '']}</span>}
    </span>
  )
}

function State({ state, visits }: { state: NodeState; visits: number }) {
  return (
    <span className={classes.state}>
      {state === 'next' ? <IconCircleDotFilled size={12} /> : <StatusIcon status={status[state]} size={12} />}
      {visits > 1 ? `${words.states[state]}, ${words.visits(visits)}` : words.states[state]}
    </span>
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

export function BlockFrame({ data }: Props) {
  const { node, state, mark, stop } = data
  const Chevron = node.folded ? IconChevronRight : IconChevronDown
  const title = node.number ? `${node.number} ${node.label}` : node.label
  const look = [classes.frame, node.folded ? classes.folded : '', node.exceptional ? classes.exceptional : ''].join(' ')
  return (
    <div className={look} data-state={state} data-mark={mark}>
      <button
        type="button"
        className={classes.frameHead}
        data-stop={node.id}
        tabIndex={stop ? 0 : -1}
        aria-expanded={!node.folded}
        title={node.condition ? `${title}\n${words.onlyIf(node.condition)}` : title}
        onFocus={data.onFocus}
        onClick={() => data.onFold(node.id)}
      >
        <Chevron size={14} />
        <span className={classes.frameTitle}>{title}</span>
        {state && <State state={state} visits={0} />}
        {data.beyond && <span className={classes.hidden}>{data.beyond}</span>}
      </button>
      {node.folded && <span className={classes.small}>{words.hidden(node.hidden)}</span>}
    </div>
  )
}

export function Junction({ data }: Props) {
  return <div className={classes.junction} data-state={data.state} aria-hidden="true" />
}
