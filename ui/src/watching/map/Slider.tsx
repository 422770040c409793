import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useId, useState } from 'react'
import classes from './map.module.css'

interface Props {
  label: string
  /** Percent. */
  value: number
  told: string
  onSet: (value: number) => void
}

/** How much of something is shown. What is asked follows the hand a moment later. */
export function Slider({ label, value, told, onSet }: Props) {
  const id = useId()
  const [moving, setMoving] = useState(value)
  useEffect(() => setMoving(value), [value])
  const settle = useDebouncedCallback(onSet, 250)
  return (
    <div className={classes.slider}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={1}
        value={moving}
        aria-valuetext={`${moving}%`}
        onChange={(event) => {
          const next = Number(event.currentTarget.value)
          setMoving(next)
          settle(next)
        }}
      />
      <output htmlFor={id} title={told}>
        {moving}%
      </output>
    </div>
  )
}
