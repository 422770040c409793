/** The steps with their state. Ways that were not taken stay, in grey, with the reason. */
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { type CSSProperties, useEffect, useRef } from 'react'
import { words } from '../words/en/run'
import { DueChip, Telling } from '../words/Time'
import classes from './run.module.css'
import { StepIcon } from './StepIcon'
import type { Row } from './tree'

interface Props {
  rows: Row[]
  shown: string | undefined
  /** While the run is paused nothing in it is due. */
  paused: boolean
  onLook: (step: string) => void
  onFold: (block: string) => void
}

export function Steps({ rows, shown, paused, onLook, onFold }: Props) {
  return (
    <ol className={classes.tree}>
      {rows.map((row) => (
        <StepRow
          key={row.step.id}
          row={row}
          shown={row.step.id === shown}
          paused={paused}
          onLook={onLook}
          onFold={onFold}
        />
      ))}
    </ol>
  )
}

function StepRow({ row, shown, paused, onLook, onFold }: Omit<Props, 'rows' | 'shown'> & { row: Row; shown: boolean }) {
  const { step, caption, folds, folded } = row
  const place = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (shown) place.current?.scrollIntoView({ block: 'nearest' })
  }, [shown])
  const state = words.state[step.state] ?? step.state
  const Chevron = folded ? IconChevronRight : IconChevronDown
  const fold = folded ? words.expand(step.title) : words.collapse(step.title)
  return (
    <li ref={place} data-state={step.state} style={{ '--depth': step.depth } as CSSProperties}>
      {caption && <span className={classes.caption}>{caption}</span>}
      <div className={classes.step} data-shown={shown}>
        <button
          type="button"
          className={classes.stepLink}
          aria-current={shown ? 'step' : undefined}
          onClick={() => onLook(step.id)}
        >
          <StepIcon state={step.state} />
          <span className={classes.stepText}>
            <span className={classes.stepTitle}>
              <span className={classes.number}>{step.number}</span> {step.title}
              <span className={classes.spoken}>, {state}</span>
              {step.visits > 1 && <span className={classes.visits}>{words.visits(step.visits)}</span>}
            </span>
            {step.due && !paused && ['open', 'waiting', 'blocked'].includes(step.state) && <DueChip due={step.due} />}
            {step.why && (
              <span className={classes.why}>
                <Telling text={step.why} />
              </span>
            )}
          </span>
        </button>
        {folds && (
          <button
            type="button"
            className={classes.fold}
            aria-expanded={!folded}
            aria-label={fold}
            title={fold}
            onClick={() => onFold(step.id)}
          >
            <Chevron size={15} />
          </button>
        )}
      </div>
    </li>
  )
}
