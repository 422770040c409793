/** Which run this is, and how it stands. */
import { IconSitemap } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { RunScreen } from '../api/runs'
import { type Status, StatusChip } from '../theme/Status'
import { words } from '../words/en/run'
import { DueChip, Time } from '../words/Time'
import classes from './run.module.css'
import { progressOf } from './tree'

export function RunHeading({ run }: { run: RunScreen }) {
  return (
    <h1 className={classes.heading}>
      <span>{run.case ?? run.run}</span>
      <span className={classes.dot}> · </span>
      <Link
        to="/procedures/$id"
        params={{ id: run.procedure.id }}
        search={{ number: run.procedure.number }}
        className={classes.procedure}
      >
        {run.procedure.title} <span className={classes.version}>{words.version(run.procedure.number)}</span>
      </Link>
    </h1>
  )
}

const chips: Record<string, Status> = { running: 'open', paused: 'waiting', ended: 'done', cancelled: 'failed' }

/** One line of facts, and on a phone how far it is. */
export function RunFacts({
  run,
  drawn,
  onDrawn,
}: {
  run: RunScreen
  drawn: boolean
  /** Without it the diagram is shown in another way. */
  onDrawn: ((drawn: boolean) => void) | undefined
}) {
  const { done, of, at } = progressOf(run.steps)
  const ended = !!run.ended_at
  return (
    <div className={classes.facts}>
      <StatusChip status={chips[run.status] ?? 'open'}>
        {run.outcome && run.outcome !== 'completed'
          ? words.outcome(run.outcome)
          : (words.status[run.status] ?? run.status)}
      </StatusChip>
      {run.due && !ended && run.status !== 'paused' && <DueChip due={run.due} />}
      {run.started_at && (
        <span>
          {words.started} <Time at={run.started_at} />
          {run.started_by && ` ${words.by(run.started_by.name)}`}
        </span>
      )}
      {run.ended_at && (
        <span>
          {words.ended} <Time at={run.ended_at} />
        </span>
      )}
      {run.parent && (
        <span>
          {words.partOf}{' '}
          <Link to="/runs/$run" params={{ run: run.parent.run }}>
            {run.parent.title}
          </Link>
        </span>
      )}
      {!ended && run.latest != null && run.latest > run.procedure.number && <span>{words.latest(run.latest)}</span>}
      {onDrawn && (
        <button type="button" className={classes.drawnButton} aria-pressed={drawn} onClick={() => onDrawn(!drawn)}>
          <IconSitemap size={15} stroke={1.75} aria-hidden="true" />
          {words.diagram}
        </button>
      )}
      <span className={classes.progress}>{ended ? words.progress(done, of) : words.stepOf(at, of)}</span>
      <progress className={classes.bar} value={done} max={Math.max(of, 1)} aria-label={words.progress(done, of)} />
    </div>
  )
}
