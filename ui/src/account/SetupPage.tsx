/** The first start: whoever holds the link from the terminal becomes the first owner. */
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { setupQuery } from '../api/session'
import { words } from '../words/en/account'
import classes from './account.module.css'
import { EntryPage } from './EntryPage'
import { secretOf } from './link'
import { NewPassword, useNewPassword } from './NewPassword'
import { isSignInName } from './password'
import { Refused } from './Refused'
import { useGoInside } from './SignIn'
import { useEntrance } from './useEntrance'

export function SetupPage() {
  const setup = useQuery(setupQuery).data
  const secret = secretOf(window.location.hash)
  const has = setup && !setup.needs_owner
  const title = has ? words.setup.done : secret ? words.setup.title : words.setup.noSecret
  return (
    <EntryPage page={words.setup.page} title={title} installation={setup?.installation}>
      {has ? (
        <>
          <p className={classes.quiet}>{words.setup.doneHelp}</p>
          <Link to="/sign-in">{words.setup.toSignIn}</Link>
        </>
      ) : secret ? (
        <OwnerForm secret={secret} />
      ) : (
        <p className={classes.quiet}>{words.setup.noSecretHelp}</p>
      )}
    </EntryPage>
  )
}

function OwnerForm({ secret }: { secret: string }) {
  const [id, setId] = useState('')
  const [name, setName] = useState('')
  const [asked, setAsked] = useState(false)
  const password = useNewPassword(id)
  const { enter, pending, locked, refused } = useEntrance(useGoInside())
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    const chosen = password.take()
    if (chosen && isSignInName(id) && name.trim() && !locked)
      enter({ by: 'setup', secret, id, name: name.trim(), password: chosen })
  }
  return (
    <form className={classes.stack} onSubmit={send} noValidate>
      <p className={classes.quiet}>{words.setup.help}</p>
      <Refused {...refused} />
      <TextInput
        label={words.setup.name}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={asked && !name.trim() ? words.needed : undefined}
        autoComplete="name"
        autoFocus
      />
      <TextInput
        label={words.setup.id}
        description={words.setup.idHelp}
        value={id}
        onChange={(e) => setId(e.currentTarget.value)}
        error={asked && !isSignInName(id) ? words.setup.idWrong : undefined}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <NewPassword state={password} />
      <Button type="submit" loading={pending} disabled={locked} fullWidth>
        {words.setup.submit}
      </Button>
    </form>
  )
}
