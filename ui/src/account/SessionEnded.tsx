/**
 * The session has ended while somebody works: asked for again on top of the page, which stays as it is with everything
 * that was typed. Whoever comes back as another person begins anew.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { keys } from '../api/keys'
import { whenSessionEnds } from '../api/request'
import { type Session, useSession } from '../api/session'

const SessionEndedDialog = lazy(async () => ({ default: (await import('./SessionEndedDialog')).SessionEndedDialog }))

export function SessionEnded() {
  const before = useSession()
  const client = useQueryClient()
  const router = useRouter()
  const [ended, setEnded] = useState<boolean>()
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
    <Suspense>
      {ended !== undefined && <SessionEndedDialog ended={ended} before={before} onEntered={comeBack} onOther={other} />}
    </Suspense>
  )
}
