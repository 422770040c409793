/** Who is signed in, and what the installation is like. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import { keys } from './keys'
import { setCsrf } from './request'

export type Session = Schemas['Session']

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async ({ signal }) => {
    const session = await answer(api.GET('/api/v1/session', { signal }))
    setCsrf(session.csrf)
    return session
  },
  staleTime: 10 * 60_000,
})

/** Inside the shell there always is a session: the router asks for it before it shows anything. */
export const useSession = (): Session => useSuspenseQuery(sessionQuery).data

/** What anybody may know of the installation, before signing in. */
export type Setup = Schemas['Setup']

export const setupQuery = queryOptions({
  queryKey: keys.setup,
  queryFn: ({ signal }) => answer(api.GET('/api/v1/setup', { signal })),
})

/** The ways to get a session. Each is answered with it. */
export type Entrance =
  | { by: 'password'; name: string; password: string }
  | { by: 'demo'; person: string }
  | { by: 'setup'; secret: string; id: string; name: string; password: string }
  | { by: 'reset'; secret: string; password: string }

export async function enter(entrance: Entrance): Promise<Session> {
  const session = await answer(entered(entrance))
  setCsrf(session.csrf)
  return session
}

function entered(entrance: Entrance) {
  switch (entrance.by) {
    case 'password': {
      const { name, password } = entrance
      return api.POST('/api/v1/session', { body: { name, password } })
    }
    case 'demo':
      return api.POST('/api/v1/session/demo', { body: { person: entrance.person } })
    case 'setup': {
      const { secret, id, name, password } = entrance
      return api.POST('/api/v1/setup', { body: { secret, id, name, password } })
    }
    case 'reset': {
      const { secret, password } = entrance
      return api.POST('/api/v1/session/reset', { body: { secret, password } })
    }
  }
}

export const leave = () => answer(api.DELETE('/api/v1/session'))
