/** People as administrators see them, their teams and roles, and their API tokens. */
import { queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import { keys } from './keys'

export type PersonSeen = Schemas['PersonSeen']
export type PersonChange = Schemas['PersonChange']
export type TeamSeen = Schemas['TeamSeen']
export type RoleHeld = Schemas['RoleHeld']
export type TokenSeen = Schemas['TokenSeen']
export type TokenScope = Schemas['TokenScope']

const LIMIT = 200

/** Every page of a list, for screens that show all of it. */
async function whole<T>(page: (cursor?: string) => Promise<{ items: T[]; next?: string | null }>): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const { items, next } = await page(cursor)
    all.push(...items)
    cursor = next ?? undefined
  } while (cursor && all.length < 5000)
  return all
}

export const everybodyQuery = queryOptions({
  queryKey: [...keys.people, 'all'],
  queryFn: ({ signal }) =>
    whole((cursor) => answer(api.GET('/api/v1/people', { signal, params: { query: { limit: LIMIT, cursor } } }))),
})

export const teamsQuery = queryOptions({
  queryKey: keys.teams,
  queryFn: ({ signal }) =>
    whole((cursor) => answer(api.GET('/api/v1/teams', { signal, params: { query: { limit: LIMIT, cursor } } }))),
})

export const rolesQuery = queryOptions({
  queryKey: keys.roles,
  queryFn: ({ signal }) =>
    whole((cursor) => answer(api.GET('/api/v1/roles', { signal, params: { query: { limit: LIMIT, cursor } } }))),
})

export const tokensQuery = (of: 'me' | 'all') =>
  queryOptions({
    queryKey: [...keys.tokens, of],
    queryFn: ({ signal }) =>
      whole((cursor) => {
        const params = { query: { limit: LIMIT, cursor } }
        return of === 'me'
          ? answer(api.GET('/api/v1/me/tokens', { signal, params }))
          : answer(api.GET('/api/v1/tokens', { signal, params }))
      }),
  })

const person = (id: string) => ({ params: { path: { id } } })
/** Refused as `changed-meanwhile` when somebody changed it since it was read. */
const upon = (id: string, etag: string) => ({ params: { path: { id }, header: { 'If-Match': `"${etag}"` } } })

export const addPerson = (body: Schemas['NewPerson']) => answer(api.POST('/api/v1/people', { body }))
export const changePerson = ({ id, etag }: { id: string; etag: string }, body: PersonChange) =>
  answer(api.PATCH('/api/v1/people/{id}', { ...upon(id, etag), body }))
export const removePerson = (id: string) => answer(api.DELETE('/api/v1/people/{id}', person(id)))
export const offerReset = (id: string) => answer(api.POST('/api/v1/people/{id}/reset', person(id)))

/** Without `etag` it is a new one. */
export const putTeam = ({ id, etag }: { id: string; etag?: string }, body: Schemas['TeamChange']) =>
  answer(api.PUT('/api/v1/teams/{id}', { ...(etag ? upon(id, etag) : person(id)), body }))
export const removeTeam = (id: string) => answer(api.DELETE('/api/v1/teams/{id}', { params: { path: { id } } }))

export const issueToken = (body: Schemas['TokenWanted']) => answer(api.POST('/api/v1/tokens', { body }))
export const revokeToken = (id: string) => answer(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } }))
