/** People from outside, each with one task: their links, and what a link opens. */
import { queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import { keys } from './keys'

export type GuestSeen = Schemas['GuestSeen']
export type GuestTask = Schemas['GuestTask']

/** Those of one task, or everyone whom the caller may see. */
export const guestsQuery = (of?: { run: string; task: string }) =>
  queryOptions({
    queryKey: of ? [...keys.guests, of.run, of.task] : keys.guests,
    queryFn: async ({ signal }) => {
      const query = { ...(of ? { run: of.run, task: Number(of.task) } : {}), limit: 200 }
      return (await answer(api.GET('/api/v1/guests', { signal, params: { query } }))).items
    },
  })

/** `expires_in` in seconds. The link is shown once. */
export const inviteGuest = (run: string, task: string, body: Schemas['GuestInvited']) =>
  answer(api.POST('/api/v1/runs/{run}/tasks/{task}/guest', { params: { path: { run, task } }, body }))

export const revokeGuest = (id: string) => answer(api.DELETE('/api/v1/guests/{id}', { params: { path: { id } } }))

export const openGuestTask = (secret: string, signal?: AbortSignal) =>
  answer(api.POST('/api/v1/guest/task', { body: { secret }, signal }))

export type GuestCompletion = Omit<Schemas['GuestCompletion'], 'values'> & { values: Record<string, unknown> }
export const completeAsGuest = (body: GuestCompletion) =>
  answer(api.POST('/api/v1/guest/complete', { body: body as Schemas['GuestCompletion'] }))
