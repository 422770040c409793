/** A destructive act asks with the name of the thing; where it weighs, the name is typed. */
import { Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { words as shell } from '../words/en/shell'
import classes from './settings.module.css'

interface Props {
  title: string
  help: string
  submit: string
  /** What must be typed, and the words that ask for it. */
  typed?: { name: string; label: string }
  pending: boolean
  failure?: string
  onSubmit: () => void
  onClose: () => void
}

export function ConfirmByName({ title, help, submit, typed, pending, failure, onSubmit, onClose }: Props) {
  const [text, setText] = useState('')
  const ready = !typed || text.trim() === typed.name
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (ready) onSubmit()
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': shell.close }}>
      <form className={classes.stack} onSubmit={send}>
        <p>{help}</p>
        {typed && (
          <TextInput
            data-autofocus
            label={typed.label}
            value={text}
            autoComplete="off"
            onChange={(e) => setText(e.currentTarget.value)}
          />
        )}
        {failure && <p role="alert">{failure}</p>}
        <div className={classes.end}>
          <Button variant="default" onClick={onClose}>
            {shell.cancel}
          </Button>
          <Button type="submit" color="red" disabled={!ready} loading={pending}>
            {submit}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
