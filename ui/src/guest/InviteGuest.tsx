/** Makes the link of a guest and shows it, once. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { wholeLink } from '../account/link'
import { inviteGuest } from '../api/guests'
import { keys } from '../api/keys'
import { DialogEnd } from '../shell/DialogEnd'
import dialog from '../shell/dialog.module.css'
import { ShownOnce } from '../shell/ShownOnce'
import task from '../task/task.module.css'
import { words } from '../words/en/guest'
import { words as taskWords } from '../words/en/task'
import { expiries } from './expiry'

interface Props {
  run: string
  task: string
  title: string
  onClose: () => void
}

export function InviteGuest({ run, task: id, title, onClose }: Props) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [expires, setExpires] = useState('259200')
  const [asked, setAsked] = useState(false)
  const invite = useMutation({
    mutationFn: () =>
      inviteGuest(run, id, { name: name.trim(), email: email.trim() || undefined, expires_in: Number(expires) }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.guests }),
  })
  const text = words.give
  if (invite.data) {
    const link = wholeLink(invite.data.link, window.location.origin)
    const mail = `mailto:${encodeURIComponent(email.trim())}?subject=${encodeURIComponent(text.subject(title))}&body=${encodeURIComponent(text.body(name.trim(), title, link))}`
    return (
      <div className={task.stack}>
        <ShownOnce label={text.link(name.trim())} help={text.once} text={link} />
        <div className={dialog.end}>
          <Button variant="default" component="a" href={mail}>
            {text.mail}
          </Button>
        </div>
      </div>
    )
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (name.trim()) invite.mutate()
  }
  return (
    <form className={task.stack} onSubmit={send} noValidate>
      <p className={task.quiet}>{text.help}</p>
      <TextInput
        data-autofocus
        label={text.name}
        value={name}
        error={asked && !name.trim() ? taskWords.dialog.nameNeeded : invite.error?.message}
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
  )
}
