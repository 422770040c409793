/** The state of a step as an icon; the word stands beside it for those who do not see it. */
import { IconCircle, IconCircleDashed, IconMinus } from '@tabler/icons-react'
import { type Status, StatusIcon } from '../theme/Status'

const known: Record<string, Status> = {
  done: 'done',
  open: 'open',
  waiting: 'waiting',
  blocked: 'late',
  failed: 'failed',
  refused: 'failed',
}

export function StepIcon({ state }: { state: string }) {
  const status = known[state]
  if (status) return <StatusIcon status={status} size={15} />
  const Icon = state === 'skipped' ? IconMinus : state === 'not-taken' ? IconCircleDashed : IconCircle
  return <Icon size={15} stroke={1.75} color="var(--ink-faint)" aria-hidden="true" />
}
