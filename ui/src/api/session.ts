/** Who is signed in, and what the installation is like. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { send } from './client'
import { keys } from './keys'
import { setCsrf } from './request'

export interface Session {
  person: { id: string; name: string; initials: string }
  roles: { id: string; title: string }[]
  rights: { administrator: boolean; editor: boolean; auditor: boolean }
  csrf: string
  expires_at: string
  demo: boolean
  installation: string
  zone: string
  version: string
}

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async ({ signal }) => {
    const session = await send<Session>('GET', '/session', { signal })
    setCsrf(session.csrf)
    return session
  },
  staleTime: 10 * 60_000,
})

/** Inside the shell there always is a session: the router asks for it before it shows anything. */
export const useSession = (): Session => useSuspenseQuery(sessionQuery).data
