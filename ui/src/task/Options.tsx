/** Ways to go on, of which a person picks one. */
import { words } from '../words/en/task'
import classes from './task.module.css'

interface Props {
  title: string
  name: string
  options: { value: string; text: string }[]
  chosen: string | undefined
  suggested?: string
  disabled: boolean
  onChoose: (value: string) => void
}

export function Options({ title, name, options, chosen, suggested, disabled, onChoose }: Props) {
  return (
    <fieldset className={classes.plain}>
      <legend>{title}</legend>
      <div className={classes.options}>
        {options.map(({ value, text }) => (
          <label key={value} className={classes.option}>
            <input
              type="radio"
              name={name}
              checked={chosen === value}
              disabled={disabled}
              onChange={() => onChoose(value)}
            />
            <span>{text}</span>
            {suggested === value && <span className={classes.tag}>{words.choices.suggested}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
