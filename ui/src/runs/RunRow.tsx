import { Link } from '@tanstack/react-router'
import type { RunItem } from '../api/runList'
import { StatusChip } from '../theme/Status'
import { words } from '../words/en/runs'
import { DueChip, Time } from '../words/Time'
import { runLook } from './look'
import classes from './runs.module.css'

/** For which case, of what, how it stands, and since when. */
export function RunRow({ row, onPoint }: { row: RunItem; onPoint: () => void }) {
  const look = runLook(row)
  const open = row.status === 'running' || row.status === 'paused'
  return (
    <Link to="/runs/$run" params={{ run: row.run }} className={classes.run} onFocus={onPoint}>
      <span className={classes.what}>
        <span className={classes.case} title={row.case ?? row.run}>
          {row.case ?? row.run}
        </span>
        <span className={classes.quiet}>
          {row.procedure.title} {words.version(row.procedure.number)}
        </span>
      </span>
      <span className={classes.chips}>
        <StatusChip status={look.status}>{look.words}</StatusChip>
        {row.failed_criteria > 0 && <StatusChip status="late">{words.criteria(row.failed_criteria)}</StatusChip>}
      </span>
      <span className={`${classes.quiet} ${classes.by}`}>
        {words.started} <Time at={row.started_at} /> {row.started_by ? words.by(row.started_by.name) : words.byItself}
      </span>
      <span className={classes.end}>
        {open && row.due && row.status !== 'paused' ? (
          <DueChip due={row.due} />
        ) : open ? (
          row.open_tasks > 0 && words.tasks(row.open_tasks)
        ) : (
          row.ended_at && <Time at={row.ended_at} />
        )}
      </span>
    </Link>
  )
}
