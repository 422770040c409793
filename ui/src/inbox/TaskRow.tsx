import type { MouseEvent } from 'react'
import type { TaskItem } from '../api/tasks'
import { StatusChip } from '../theme/Status'
import { words } from '../words/en/inbox'
import { DueChip, Time } from '../words/Time'
import classes from './inbox.module.css'

interface Props {
  row: TaskItem
  me: string
  /** Whether it is worth telling that a task is one's own. */
  showMine: boolean
  place: { top: number; height: number; index: number; of: number }
  open: boolean
  selected: boolean
  onOpen: () => void
  onToggle: (range: boolean) => void
}

/** What, for which case, and when. */
export function TaskRow({ row, me, showMine, place, open, selected, onOpen, onToggle }: Props) {
  const click = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) onToggle(event.shiftKey)
    else onOpen()
  }
  return (
    <li
      className={classes.row}
      data-open={open}
      style={{ transform: `translateY(${place.top}px)`, height: place.height }}
      aria-setsize={place.of}
      aria-posinset={place.index + 1}
    >
      <label className={classes.check}>
        <input
          type="checkbox"
          className="tick"
          checked={selected}
          aria-label={words.select(row.title)}
          onChange={(event) => onToggle(event.nativeEvent instanceof PointerEvent && event.nativeEvent.shiftKey)}
        />
      </label>
      <button type="button" className={classes.rowLink} aria-current={open ? 'true' : undefined} onClick={click}>
        <span className={classes.what}>
          <span className={classes.rowTitle}>{row.title}</span>
          {row.paused ? (
            <StatusChip status="waiting">{words.paused}</StatusChip>
          ) : row.due ? (
            <DueChip due={row.due} />
          ) : (
            <span className={classes.since}>
              {words.since} <Time at={row.opened_at} />
            </span>
          )}
        </span>
        <span className={classes.where}>
          <span className={classes.from}>{row.procedure.title}</span>
          <span className={classes.case}>{row.case ?? row.run}</span>
          {row.priority > 70 && <span className={classes.who}>{words.urgent}</span>}
          {row.assignee && row.assignee.id !== me && <span className={classes.who}>{row.assignee.name}</span>}
          {row.assignee?.id === me && showMine && <span className={classes.who}>{words.you}</span>}
        </span>
      </button>
    </li>
  )
}
