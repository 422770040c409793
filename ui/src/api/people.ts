/** People of this installation, for naming one in a form or handing a task over. */
import { queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import { keys } from './keys'

export type PersonNamed = Schemas['PersonSeen']

export const peopleQuery = queryOptions({
  queryKey: [...keys.people, 'names'],
  queryFn: async ({ signal }) =>
    (await answer(api.GET('/api/v1/people', { signal, params: { query: { limit: 200, active: true } } }))).items,
  // Whoever may not list people types a name instead.
  retry: false,
})
