import { Button } from '@mantine/core'
import { IconPencil, IconPlayerPlay } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ProcedureItem } from '../../api/procedures'
import { words } from '../../words/en/procedure'
import { Time } from '../../words/Time'
import { ReviewBadge } from '../ReviewBadge'
import classes from './library.module.css'

interface Props {
  row: ProcedureItem
  onStart: () => void
  onTag: (tag: string) => void
}

export function ProcedureRow({ row, onStart, onTag }: Props) {
  return (
    <li className={classes.row}>
      <div className={classes.main}>
        <div className={classes.titleLine}>
          <Link to="/procedures/$id" params={{ id: row.id }} className={classes.title} data-row>
            {row.title}
          </Link>
          <span className={classes.version}>{words.version(row.number)}</span>
          {row.draft && (
            <span className={classes.draft} title={words.draftBy(row.draft.by.name)}>
              <IconPencil size={12} aria-hidden="true" />
              {words.draft}
            </span>
          )}
          <ReviewBadge review={row.review} quiet />
        </div>
        {row.purpose && <p className={classes.purpose}>{row.purpose}</p>}
        <p className={classes.facts}>
          {row.owner && <span>{row.owner.title}</span>}
          {row.last_run_at ? (
            <span>
              {words.lastRun} <Time at={row.last_run_at} />
            </span>
          ) : (
            <span>{words.never}</span>
          )}
          {row.open_runs > 0 && (
            <Link to="/procedures/$id/runs" params={{ id: row.id }}>
              {words.runs(row.open_runs)}
            </Link>
          )}
          {row.tags.map((tag) => (
            <button key={tag} type="button" className={classes.tag} onClick={() => onTag(tag)}>
              {tag}
            </button>
          ))}
        </p>
      </div>
      {row.may.start && (
        <Button variant="default" className={classes.start} aria-label={words.startOf(row.title)} onClick={onStart}>
          <IconPlayerPlay size={16} className={classes.startIcon} aria-hidden="true" />
          <span className={classes.startLabel}>{words.start}</span>
        </Button>
      )}
    </li>
  )
}
