/** A new password by a link of an administrator. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { setupQuery } from '../api/session'
import { words } from '../words/en/account'
import classes from './account.module.css'
import { EntryPage } from './EntryPage'
import { secretOf } from './link'
import { NewPassword, useNewPassword } from './NewPassword'
import { Refused } from './Refused'
import { useGoInside } from './SignIn'
import { useEntrance } from './useEntrance'

export function ResetPage() {
  const setup = useQuery(setupQuery).data
  const secret = secretOf(window.location.hash)
  const password = useNewPassword()
  const { enter, pending, problem, locked, refused } = useEntrance(useGoInside())
  const bad = !secret || problem?.code === 'bad-link'
  const send = (event: FormEvent) => {
    event.preventDefault()
    const chosen = password.take()
    if (chosen && !locked) enter({ by: 'reset', secret, password: chosen })
  }
  return (
    <EntryPage
      page={words.reset.page}
      title={bad ? words.reset.badLink : words.reset.title}
      installation={setup?.installation}
    >
      {bad ? (
        <>
          <p className={classes.quiet}>{words.reset.badLinkHelp}</p>
          <Link to="/sign-in">{words.setup.toSignIn}</Link>
        </>
      ) : (
        <form className={classes.stack} onSubmit={send} noValidate>
          <p className={classes.quiet}>{words.reset.help}</p>
          <Refused {...refused} />
          <NewPassword state={password} />
          <Button type="submit" loading={pending} disabled={locked} fullWidth>
            {words.reset.submit}
          </Button>
        </form>
      )}
    </EntryPage>
  )
}
