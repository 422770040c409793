/** The names of procedures, for filters. */
import { queryOptions } from '@tanstack/react-query'
import { type Page, send } from './client'
import { keys } from './keys'

export const procedureNamesQuery = queryOptions({
  queryKey: [...keys.procedures, 'names'],
  queryFn: async ({ signal }) =>
    (await send<Page<{ id: string; title: string }>>('GET', '/procedures', { signal, query: { limit: 200 } })).items,
})
