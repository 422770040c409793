/** What is asked before an act that needs words: refusing, raising, handing over, skipping, inviting. */
import { Button, Modal, NativeSelect, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { words as shell } from '../words/en/shell'
import { words } from '../words/en/task'
import classes from './task.module.css'

interface ReasonProps {
  title: string
  label: string
  help?: string
  submit: string
  danger?: boolean
  pending?: boolean
  failure?: string
  onSubmit: (reason: string) => void
  onClose: () => void
}

/** One reason, which is needed. What was typed stays when it failed. */
export function ReasonDialog({ title, label, help, submit, danger, pending, failure, onSubmit, onClose }: ReasonProps) {
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim()) onSubmit(reason.trim())
    else setAsked(true)
  }
  const missing = asked && !reason.trim() ? words.dialog.reasonNeeded : undefined
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': shell.close }}>
      <form className={classes.stack} onSubmit={send}>
        <Textarea
          data-autofocus
          label={label}
          description={help}
          autosize
          minRows={3}
          value={reason}
          error={missing ?? failure}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        <DialogEnd submit={submit} danger={danger} pending={pending} onClose={onClose} />
      </form>
    </Modal>
  )
}

export function DialogEnd({
  submit,
  danger,
  pending,
  onClose,
}: Pick<ReasonProps, 'submit' | 'danger' | 'pending' | 'onClose'>) {
  return (
    <div className={classes.end}>
      <Button variant="default" onClick={onClose}>
        {shell.cancel}
      </Button>
      <Button type="submit" color={danger ? 'red' : undefined} loading={pending}>
        {submit}
      </Button>
    </div>
  )
}

interface RaiseProps {
  exceptions: { id: string; title: string }[]
  /** Chosen in the menu already. */
  first?: string
  pending: boolean
  failure?: string
  onSubmit: (exception: string | undefined, text: string) => void
  onClose: () => void
}

export function RaiseDialog({ exceptions, first, pending, failure, onSubmit, onClose }: RaiseProps) {
  const [which, setWhich] = useState(first ?? '')
  const [text, setText] = useState('')
  const [asked, setAsked] = useState(false)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) onSubmit(which || undefined, text.trim())
    else setAsked(true)
  }
  const data = [
    ...exceptions.map(({ id, title }) => ({ value: id, label: title })),
    { value: '', label: words.dialog.raise.other },
  ]
  return (
    <Modal opened onClose={onClose} title={words.dialog.raise.title} closeButtonProps={{ 'aria-label': shell.close }}>
      <form className={classes.stack} onSubmit={send}>
        {exceptions.length > 0 && (
          <NativeSelect
            label={words.dialog.raise.which}
            data={data}
            value={which}
            onChange={(e) => setWhich(e.currentTarget.value)}
          />
        )}
        <Textarea
          data-autofocus
          label={words.dialog.raise.words}
          autosize
          minRows={3}
          value={text}
          error={asked && !text.trim() ? words.dialog.reasonNeeded : failure}
          onChange={(e) => setText(e.currentTarget.value)}
        />
        <DialogEnd submit={words.dialog.raise.submit} danger pending={pending} onClose={onClose} />
      </form>
    </Modal>
  )
}
