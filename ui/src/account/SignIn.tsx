import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { keys } from '../api/keys'
import { type Session, setupQuery } from '../api/session'
import { words } from '../words/en/account'
import { words as shell } from '../words/en/shell'
import classes from './account.module.css'
import { DemoPeople } from './DemoPeople'
import { EntryPage } from './EntryPage'
import { insideAddress } from './link'
import { SignInForm } from './SignInForm'

/** Signing in, and where to afterwards. Everything read before belonged to nobody or to somebody else. */
export function useGoInside(next?: string) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async (session: Session) => {
    client.clear()
    client.setQueryData(keys.session, session)
    await navigate({ href: insideAddress(next), replace: true })
  }
}

export function SignIn() {
  const { next } = useSearch({ from: '/sign-in' })
  const setup = useQuery(setupQuery).data
  const goInside = useGoInside(next)
  const installation = setup?.installation || shell.product
  if (setup?.demo) {
    return (
      <EntryPage page={words.signIn.page} title={words.demo.title(installation)} installation={installation} wide>
        <p className={classes.quiet}>{words.demo.help}</p>
        <DemoPeople onEntered={goInside} />
      </EntryPage>
    )
  }
  return (
    <EntryPage page={words.signIn.page} title={words.signIn.title(installation)} installation={installation}>
      {setup?.needs_owner && <p className={classes.quiet}>{words.signIn.needsOwner}</p>}
      <SignInForm onEntered={goInside} />
      <p className={classes.quiet}>{words.signIn.forgotten}</p>
    </EntryPage>
  )
}
