import { Link } from '@tanstack/react-router'
import type { LogCaseItem } from '../../api/eventLogs'
import { words } from '../../words/en/cases'
import { duration } from '../figures'
import { Period } from '../Period'
import classes from './cases.module.css'

/** Which case, how much happened in it, and when. */
export function CaseRow({ log, row, onPoint }: { log: string; row: LogCaseItem; onPoint: () => void }) {
  return (
    <Link
      to="/watching/$log/cases/$case"
      params={{ log, case: String(row.case) }}
      search={(old: object) => old}
      className={classes.case}
      onFocus={onPoint}
    >
      <span className={classes.name} title={row.name}>
        {row.name}
      </span>
      <span className={classes.figure}>{words.events(row.events)}</span>
      <span className={classes.figure}>{row.duration != null && duration(row.duration)}</span>
      <span className={classes.period}>
        {row.from && row.to ? <Period from={row.from} to={row.to} /> : words.noTime}
      </span>
    </Link>
  )
}
