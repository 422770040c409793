/** One reason, which is needed before an act. What was typed stays when it failed. */
import { Modal, Textarea } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { words } from '../words/en/shell'
import { DialogEnd } from './DialogEnd'
import classes from './dialog.module.css'

interface Props {
  title: string
  label: string
  help?: string
  submit: string
  /** What leaves the dialog without doing it, where "Cancel" could be either. */
  leave?: string
  danger?: boolean
  pending?: boolean
  /** Shown above the reason. */
  children?: ReactNode
  failure?: string
  onSubmit: (reason: string) => void
  onClose: () => void
}

export function ReasonDialog({ title, label, help, submit, leave, danger, pending, ...more }: Props) {
  const { children, failure, onSubmit, onClose } = more
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim()) onSubmit(reason.trim())
    else setAsked(true)
  }
  const missing = asked && !reason.trim() ? words.reasonNeeded : undefined
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': words.close }}>
      <form className={classes.form} onSubmit={send}>
        {children}
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
        <DialogEnd submit={submit} leave={leave} danger={danger} pending={pending} onClose={onClose} />
      </form>
    </Modal>
  )
}
