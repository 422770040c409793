/** The names of procedures, for filters. */
import { queryOptions } from '@tanstack/react-query'
import { send } from './client'
import { keys } from './keys'
import type { Page } from './tasks'

export const procedureNamesQuery = queryOptions({
  queryKey: [...keys.procedures, 'names'],
  queryFn: async ({ signal }) =>
    (await send<Page<{ id: string; title: string }>>('GET', '/procedures', { signal, query: { limit: 200 } })).items,
})
