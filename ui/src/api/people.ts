/** People of this installation, for naming one in a form or handing a task over. */
import { queryOptions } from '@tanstack/react-query'
import { type Page, send } from './client'
import { keys } from './keys'

export interface PersonName {
  id: string
  name: string
}

export const peopleQuery = queryOptions({
  queryKey: [...keys.people, 'names'],
  queryFn: async ({ signal }) =>
    (await send<Page<PersonName>>('GET', '/people', { signal, query: { limit: 200 } })).items,
  // Whoever may not list people types a name instead.
  retry: false,
})
