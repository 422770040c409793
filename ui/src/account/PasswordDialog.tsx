import { Button, Modal, PasswordInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { keys } from '../api/keys'
import { changePassword } from '../api/me'
import { asProblem } from '../api/problem'
import { setCsrf } from '../api/request'
import { useSession } from '../api/session'
import { words } from '../words/en/account'
import { words as shell } from '../words/en/shell'
import classes from './account.module.css'
import { useCountdown } from './countdown'
import { NewPassword, useNewPassword } from './NewPassword'
import { Refused } from './Refused'

export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { person } = useSession()
  const client = useQueryClient()
  const [old, setOld] = useState('')
  const password = useNewPassword(person.id)
  const lock = useCountdown()
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: (session) => {
      setCsrf(session.csrf)
      client.setQueryData(keys.session, session)
      notifications.show({ message: words.changePassword.done })
      onClose()
    },
    onError: (error) => {
      const { retryAfter } = asProblem(error)
      if (retryAfter) lock.start(retryAfter)
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    const chosen = password.take()
    if (chosen && old && !lock.left) change.mutate({ old, new: chosen })
  }
  return (
    <Modal opened onClose={onClose} title={words.changePassword.title} closeButtonProps={{ 'aria-label': shell.close }}>
      <form className={classes.stack} onSubmit={send} noValidate>
        <Refused message={change.error?.message} left={lock.left} over={lock.over} />
        <PasswordInput
          data-autofocus
          label={words.changePassword.old}
          value={old}
          error={password.asked && !old ? words.needed : undefined}
          onChange={(e) => setOld(e.currentTarget.value)}
          autoComplete="current-password"
        />
        <NewPassword state={password} />
        <div className={classes.end}>
          <Button variant="default" onClick={onClose}>
            {shell.cancel}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={lock.left > 0}>
            {words.changePassword.submit}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
