/** Name and password. Where the name is known already, only the password is asked. */
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Session } from '../api/session'
import { words } from '../words/en/account'
import classes from './account.module.css'
import { Refused } from './Refused'
import { useEntrance } from './useEntrance'

interface Props {
  known?: string
  submit?: string
  onEntered: (session: Session) => void | Promise<void>
}

export function SignInForm({ known, submit = words.signIn.submit, onEntered }: Props) {
  const [name, setName] = useState(known ?? '')
  const [password, setPassword] = useState('')
  const [asked, setAsked] = useState(false)
  const { enter, pending, locked, refused } = useEntrance(onEntered)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (name.trim() && password && !locked) enter({ by: 'password', name: name.trim(), password })
  }
  return (
    <form className={classes.stack} onSubmit={send} noValidate>
      <Refused {...refused} />
      <TextInput
        label={words.signIn.name}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={asked && !name.trim() ? words.needed : undefined}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        readOnly={!!known}
        autoFocus={!known}
      />
      <PasswordInput
        label={words.signIn.password}
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        error={asked && !password ? words.needed : undefined}
        autoComplete="current-password"
        autoFocus={!!known}
        data-autofocus={known ? true : undefined}
      />
      <Button type="submit" loading={pending} disabled={locked} fullWidth>
        {submit}
      </Button>
    </form>
  )
}
