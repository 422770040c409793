/**
 * The session has ended while somebody works: asked for again on top of the page, which stays as it is with everything
 * that was typed. Whoever comes back as another person begins anew.
 */
import { Anchor, Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { keys } from '../api/keys'
import { whenSessionEnds } from '../api/request'
import { type Session, useSession } from '../api/session'
import { words } from '../words/en/account'
import classes from './account.module.css'
import { DemoPeople } from './DemoPeople'
import { SignInForm } from './SignInForm'

export function SessionEnded() {
  const before = useSession()
  const client = useQueryClient()
  const router = useRouter()
  const [ended, setEnded] = useState(false)
  useEffect(() => {
    whenSessionEnds(() => setEnded(true))
    return () => whenSessionEnds(undefined)
  }, [])
  const comeBack = async (session: Session) => {
    setEnded(false)
    if (session.person.id !== before.person.id) {
      client.clear()
      client.setQueryData(keys.session, session)
      await router.navigate({ to: '/inbox' })
      return
    }
    client.setQueryData(keys.session, session)
    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] })
  }
  const other = async () => {
    await router.navigate({ to: '/sign-in', search: { next: router.state.location.href } })
    client.clear()
  }
  return (
    <Modal
      opened={ended}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={words.ended.title}
      size={before.demo ? 'lg' : 'md'}
      zIndex={500}
    >
      <div className={classes.stack}>
        <p className={classes.quiet}>{words.ended.help}</p>
        {before.demo ? (
          <DemoPeople onEntered={comeBack} first={before.person.id} />
        ) : (
          <SignInForm known={before.person.id} submit={words.ended.submit} onEntered={comeBack} />
        )}
        {!before.demo && (
          <Anchor component="button" type="button" onClick={() => void other()}>
            {words.ended.other}
          </Anchor>
        )}
      </div>
    </Modal>
  )
}
