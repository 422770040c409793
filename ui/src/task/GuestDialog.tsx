import { Button, CopyButton, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { inviteGuest } from '../api/tasks'
import { words as shell } from '../words/en/shell'
import { words } from '../words/en/task'
import { DialogEnd } from './dialogs'
import classes from './task.module.css'

const expiries = Object.entries(words.expiry).map(([value, label]) => ({ value, label }))

/** A link for someone without an account, for this task alone. It is shown once. */
export function GuestDialog({ run, task, onClose }: { run: string; task: string; onClose: () => void }) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [expires, setExpires] = useState('1d')
  const [asked, setAsked] = useState(false)
  const invite = useMutation({
    mutationFn: () =>
      inviteGuest(run, task, { name: name.trim(), email: email.trim() || undefined, expires_in: expires }),
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (name.trim()) invite.mutate()
  }
  const text = words.dialog.guest
  return (
    <Modal opened onClose={onClose} title={text.title} closeButtonProps={{ 'aria-label': shell.close }}>
      {invite.data ? (
        <div className={classes.stack}>
          <TextInput label={text.link} value={invite.data.link} readOnly onFocus={(e) => e.currentTarget.select()} />
          <CopyButton value={invite.data.link}>
            {({ copied, copy }) => <Button onClick={copy}>{copied ? text.copied : text.copy}</Button>}
          </CopyButton>
        </div>
      ) : (
        <form className={classes.stack} onSubmit={send}>
          <p className={classes.quiet}>{text.help}</p>
          <TextInput
            data-autofocus
            label={text.name}
            value={name}
            error={asked && !name.trim() ? words.dialog.nameNeeded : invite.error?.message}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          <TextInput label={text.email} type="email" value={email} onChange={(e) => setEmail(e.currentTarget.value)} />
          <NativeSelect
            label={text.expires}
            data={expiries}
            value={expires}
            onChange={(e) => setExpires(e.currentTarget.value)}
          />
          <DialogEnd submit={text.submit} pending={invite.isPending} onClose={onClose} />
        </form>
      )}
    </Modal>
  )
}
