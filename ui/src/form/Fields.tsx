/** The fields of a form, with the summary of what is wrong above them and what was brought back. */
import { Alert, Anchor } from '@mantine/core'
import { useEffect, useId, useMemo, useRef } from 'react'
import { words } from '../words/en/form'
import { FieldControl } from './control/FieldControl'
import { FormContext } from './control/props'
import classes from './Fields.module.css'
import type { Field } from './field'
import type { EntriesState } from './useEntries'
import type { Mistake } from './values'

interface Props {
  fields: Field[]
  state: EntriesState
  zone: string
  run?: string
  guest?: string
  disabled?: boolean
}

export function Fields({ fields, state, zone, run, guest, disabled = false }: Props) {
  const prefix = useId()
  const place = useMemo(
    () => ({
      zone,
      run,
      guest,
      disabled,
      mistakes: Object.fromEntries(state.mistakes.map(({ path, message }) => [path, message])),
      idOf: (path: string) => `${prefix}${path}`,
    }),
    [zone, run, guest, disabled, state.mistakes, prefix],
  )
  return (
    <FormContext.Provider value={place}>
      {state.restored && <Restored changed={state.restored === 'changed'} onStartOver={state.startOver} />}
      {state.mistakes.length > 0 && <Summary mistakes={state.mistakes} idOf={place.idOf} />}
      <div className={classes.fields}>
        {fields.map((field) => (
          <FieldControl
            key={field.name}
            field={field}
            entry={state.entries[field.name]}
            path={field.name}
            onChange={(entry) => state.change(field.name, entry)}
          />
        ))}
      </div>
    </FormContext.Provider>
  )
}

function Restored({ changed, onStartOver }: { changed: boolean; onStartOver: () => void }) {
  return (
    <p className={changed ? classes.changed : classes.restored} role="status">
      {changed ? words.restoredChanged : words.restored}{' '}
      <Anchor component="button" type="button" onClick={onStartOver}>
        {words.forget}
      </Anchor>
    </p>
  )
}

/** Takes the focus when it appears, so that it is heard; each line leads to its field. */
function Summary({ mistakes, idOf }: { mistakes: Mistake[]; idOf: (path: string) => string }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  const go = (path: string) => {
    const found = document.getElementById(idOf(path))
    found?.scrollIntoView({ block: 'center' })
    found?.focus()
  }
  return (
    <Alert
      ref={box}
      className={classes.summary}
      tabIndex={-1}
      color="red"
      variant="light"
      role="alert"
      title={words.summary(mistakes.length)}
    >
      <ul className={classes.mistakes}>
        {mistakes.map(({ path, label, message }) => (
          <li key={path + message}>
            {path ? (
              <Anchor component="button" type="button" onClick={() => go(path)}>
                {label}
              </Anchor>
            ) : null}
            {path ? ': ' : ''}
            {message}
          </li>
        ))}
      </ul>
    </Alert>
  )
}
