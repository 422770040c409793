/** What stands around every control: label, whether it is needed, help, mistake. */
import { Input } from '@mantine/core'
import type { ReactNode } from 'react'
import { words } from '../../words/en/form'
import type { Field } from '../field'
import classes from './control.module.css'
import { useFormPlace } from './props'

/** The label as it is seen: with what is known about when it is needed. */
export function FieldLabel({ field }: { field: Field }) {
  const need = field.required_when
    ? words.requiredWhen(field.required_when)
    : field.required
      ? words.required
      : words.optional
  return (
    <>
      {field.label}
      {field.evidence && <span className={classes.evidence}>{words.evidence}</span>}
      <span className={classes.need}>{need}</span>
    </>
  )
}

export function helpOf(field: Field): ReactNode {
  if (!field.help && !field.sensitive) return undefined
  return (
    <>
      {field.help}
      {field.sensitive && <span className={classes.sensitive}> {words.sensitive}</span>}
    </>
  )
}

/** The properties that every text-like Mantine input shares. */
export function useFrame(field: Field, path: string, bare: boolean | undefined) {
  const { mistakes, disabled, idOf } = useFormPlace()
  const mistake = mistakes[path]
  const shared = { id: idOf(path), disabled, error: mistake, 'data-path': path, name: path }
  if (bare) return { ...shared, 'aria-label': field.label }
  return { ...shared, label: <FieldLabel field={field} />, description: helpOf(field) }
}

/** For controls of several parts: a group with the label as its legend. */
export function Group({
  field,
  path,
  bare,
  children,
}: {
  field: Field
  path: string
  bare?: boolean
  children: ReactNode
}) {
  const { mistakes, idOf } = useFormPlace()
  const id = idOf(path)
  const help = helpOf(field)
  const mistake = mistakes[path]
  const described = [help && !bare && `${id}-help`, mistake && `${id}-mistake`].filter(Boolean).join(' ')
  return (
    <fieldset
      className={classes.group}
      id={id}
      data-path={path}
      tabIndex={-1}
      aria-label={bare ? field.label : undefined}
      aria-describedby={described || undefined}
    >
      {!bare && (
        <legend className={classes.legend}>
          <FieldLabel field={field} />
        </legend>
      )}
      {!bare && help && <Input.Description id={`${id}-help`}>{help}</Input.Description>}
      {children}
      {mistake && (
        <Input.Error id={`${id}-mistake`} className={classes.mistake}>
          {mistake}
        </Input.Error>
      )}
    </fieldset>
  )
}
