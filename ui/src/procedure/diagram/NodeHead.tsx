/** The first line of a shape: what kind of step it is, its number, and where a run stands with it. */
import {
  IconAlertTriangle,
  IconArrowsSplit2,
  IconBell,
  IconCalculator,
  IconChecks,
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
import type { ComponentType } from 'react'
import { type Status, StatusIcon } from '../../theme/Status'
import { words } from '../../words/en/diagram'
import type { ViewNode } from './fold'
import type { NodeState } from './graph'
import classes from './shapes.module.css'

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

export const status: Record<NodeState, Status> = {
  done: 'done',
  open: 'open',
  waiting: 'waiting',
  next: 'waiting',
  skipped: 'waiting',
  failed: 'failed',
}

export function NodeHead({ node, state }: { node: ViewNode; state: NodeState | undefined }) {
  const Icon = icons[node.verb ?? node.kind]
  return (
    <span className={classes.head}>
      {Icon && <Icon size={13} />}
      <span>{node.number ?? words.kinds[node.kind] ?? ''}</span>
      {state ? <State state={state} visits={node.visits ?? 0} /> : <span>{words.verbs[node.verb ?? '']}</span>}
    </span>
  )
}

export function State({ state, visits }: { state: NodeState; visits: number }) {
  return (
    <span className={classes.state}>
      {state === 'next' ? <IconCircleDotFilled size={12} /> : <StatusIcon status={status[state]} size={12} />}
      {visits > 1 ? `${words.states[state]}, ${words.visits(visits)}` : words.states[state]}
    </span>
  )
}
