/** What happened, as one of the exceptions that the procedure knows or none of them, and what was found. */
import { Modal, NativeSelect, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { DialogEnd } from '../shell/DialogEnd'
import { words as shell } from '../words/en/shell'
import { words } from '../words/en/task'
import classes from './task.module.css'

interface Props {
  exceptions: { id: string; title: string }[]
  /** Chosen in the menu already. */
  first?: string
  pending: boolean
  failure?: string
  onSubmit: (exception: string | undefined, text: string) => void
  onClose: () => void
}

export function RaiseDialog({ exceptions, first, pending, failure, onSubmit, onClose }: Props) {
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
          error={asked && !text.trim() ? shell.reasonNeeded : failure}
          onChange={(e) => setText(e.currentTarget.value)}
        />
        <DialogEnd submit={words.dialog.raise.submit} danger pending={pending} onClose={onClose} />
      </form>
    </Modal>
  )
}
