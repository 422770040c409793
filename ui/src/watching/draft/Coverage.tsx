import { useId } from 'react'
import { words } from '../../words/en/drafted'
import classes from './draft.module.css'

const STEP = 5

/** From the main road alone to everything that was ever done. */
export function Coverage({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const id = useId()
  return (
    <div className={classes.coverage}>
      <label htmlFor={id}>
        {words.coverage} <output htmlFor={id}>{words.percent(value)}</output>
      </label>
      <p id={`${id}-help`} className={classes.quiet}>
        {words.coverageHelp}
      </p>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={STEP}
        value={value}
        aria-describedby={`${id}-help`}
        aria-valuetext={words.percent(value)}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      />
      <div className={classes.ends} aria-hidden="true">
        <span>{words.simple}</span>
        <span>{words.whole}</span>
      </div>
    </div>
  )
}
