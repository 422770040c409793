/** One of several: segments for a few short ones, radios for some, a searchable select for many. */
import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { words } from '../../words/en/form'
import { choiceShape } from '../shape'
import classes from './control.module.css'
import { Group } from './frame'
import { type ControlProps, useFormPlace } from './props'

// A long list is rare, and its control is large.
const SelectChoice = lazy(async () => ({ default: (await import('./SelectChoice')).SelectChoice }))

export interface Choice {
  value: string
  label: string
}

export function ChoiceControl(props: ControlProps) {
  const { field, entry, onChange, path } = props
  const options = field.options ?? []
  const choices = options.map((option) => ({ value: String(option), label: String(option) }))
  const chosen = typeof entry === 'string' ? entry : ''
  if (choiceShape(options) === 'select') {
    return (
      <Suspense>
        <SelectChoice {...props} choices={choices} chosen={chosen} />
      </Suspense>
    )
  }
  return (
    <Radios
      {...props}
      path={path}
      choices={choices}
      chosen={chosen}
      segments={choiceShape(options) === 'segments'}
      onChoose={(value) => onChange(value)}
    />
  )
}

export function BooleanControl(props: ControlProps) {
  const choices = [
    { value: 'yes', label: words.yes },
    { value: 'no', label: words.no },
  ]
  const chosen = typeof props.entry === 'boolean' ? (props.entry ? 'yes' : 'no') : ''
  return (
    <Radios
      {...props}
      choices={choices}
      chosen={chosen}
      segments
      onChoose={(value) => props.onChange(value ? value === 'yes' : null)}
    />
  )
}

interface RadiosProps extends ControlProps {
  choices: Choice[]
  chosen: string
  segments: boolean
  onChoose: (value: string) => void
}

function Radios({ field, path, bare, choices, chosen, segments, onChoose }: RadiosProps) {
  const { disabled, idOf } = useFormPlace()
  const name = idOf(path)
  return (
    <Group field={field} path={path} bare={bare}>
      <div className={classes.choices}>
        <div className={segments ? classes.segments : classes.radios}>
          {choices.map(({ value, label }) => (
            <label key={value} className={segments ? classes.segment : classes.radio}>
              <input
                type="radio"
                name={name}
                value={value}
                checked={chosen === value}
                disabled={disabled}
                onChange={() => onChoose(value)}
              />
              <span>{label}</span>
            </label>
          ))}
        </div>
        {!field.required && chosen !== '' && !disabled && (
          <ActionIcon
            aria-label={words.clear(field.label)}
            title={words.clear(field.label)}
            size="lg"
            onClick={() => onChoose('')}
          >
            <IconX size={16} />
          </ActionIcon>
        )}
      </div>
    </Group>
  )
}
