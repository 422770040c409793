/**
 * What a task says to whoever does it, from its instructions to the signature, the same for people of the house and for
 * guests; what they fill in stands in the middle.
 */
import { Checkbox } from '@mantine/core'
import type { ReactNode } from 'react'
import type { TaskForm } from '../api/tasks'
import { words } from '../words/en/task'
import { Prose } from '../words/Prose'
import { About, Checks, References, Rules } from './Guidance'
import classes from './task.module.css'

interface Props {
  form: TaskForm
  /** Rules and references stand beside it elsewhere. */
  guided?: boolean
  /** What is decided on, above what is known. */
  card?: ReactNode
  /** Whether the signature that the task wants is given; absent for whoever may not sign. */
  signed?: boolean
  onSigned: (signed: boolean) => void
  children: ReactNode
}

export function TaskSheet({ form, guided = false, card, signed, onSigned, children }: Props) {
  return (
    <>
      {form.instructions_html && <Prose html={form.instructions_html} />}
      {card}
      <About about={form.about} />
      {!guided && <Rules rules={form.rules} />}
      {children}
      <Checks checks={form.checks} />
      {!guided && <References references={form.references} />}
      {form.sign && signed !== undefined && (
        <Checkbox
          className={classes.sign}
          label={words.signature(form.sign)}
          checked={signed}
          onChange={(e) => onSigned(e.currentTarget.checked)}
        />
      )}
    </>
  )
}
