/** The five states anything can be in. Each always comes with its icon and a word, never with colour alone. */
import { IconAlertTriangleFilled, IconCheck, IconCircleDotFilled, IconClockHour4, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './Status.module.css'

export type Status = 'done' | 'open' | 'waiting' | 'late' | 'failed'

const icons = {
  done: IconCheck,
  open: IconCircleDotFilled,
  waiting: IconClockHour4,
  late: IconAlertTriangleFilled,
  failed: IconX,
}

export function StatusIcon({ status, size = 14 }: { status: Status; size?: number }) {
  const Icon = icons[status]
  return <Icon className={classes[status]} size={size} stroke={2.25} aria-hidden="true" />
}

/** A chip: icon and word in the status colour. */
export function StatusChip({ status, children }: { status: Status; children: ReactNode }) {
  return (
    <span className={`${classes.chip} ${classes[status]}`} data-status={status}>
      <StatusIcon status={status} size={13} />
      <span>{children}</span>
    </span>
  )
}
