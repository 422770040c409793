import { Modal, NativeSelect, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { RunStep } from '../api/runs'
import { DialogEnd } from '../shell/DialogEnd'
import { words } from '../words/en/run'
import { words as shell } from '../words/en/shell'
import classes from './run.module.css'

interface Props {
  text: { title: string; step: string; help?: string; reason: string; submit: string }
  steps: RunStep[]
  /** Offers the whole run instead of a step. */
  whole?: string
  danger?: boolean
  pending: boolean
  failure: string | undefined
  onSubmit: (step: string, reason: string) => void
  onClose: () => void
}

/** A step and a reason. */
export function StepDialog({ text, steps, whole, danger, pending, failure, onSubmit, onClose }: Props) {
  const [step, setStep] = useState(!whole && steps.length === 1 ? (steps[0]?.id ?? '') : '')
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (reason.trim() && (step || whole)) onSubmit(step, reason.trim())
  }
  return (
    <Modal opened onClose={onClose} title={text.title} closeButtonProps={{ 'aria-label': shell.close }}>
      <form className={classes.form} onSubmit={send}>
        {text.help && <p className={classes.quiet}>{text.help}</p>}
        <NativeSelect
          label={text.step}
          value={step}
          error={asked && !step && !whole ? words.dialog.needed : undefined}
          data={[
            { value: '', label: whole ?? words.dialog.chooseStep },
            ...steps.map(({ id, number, title }) => ({ value: id, label: `${number} ${title}` })),
          ]}
          onChange={(e) => setStep(e.currentTarget.value)}
        />
        <Textarea
          data-autofocus
          label={text.reason}
          autosize
          minRows={3}
          value={reason}
          error={asked && !reason.trim() ? words.dialog.needed : failure}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        <DialogEnd submit={text.submit} danger={danger} pending={pending} onClose={onClose} />
      </form>
    </Modal>
  )
}
