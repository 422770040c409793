/** The names of procedures, for filters. */
import { queryOptions } from '@tanstack/react-query'
import { answer, api } from './client'
import { keys } from './keys'

export const procedureNamesQuery = queryOptions({
  queryKey: [...keys.procedures, 'names'],
  queryFn: async ({ signal }) =>
    (await answer(api.GET('/api/v1/procedures', { signal, params: { query: { limit: 200 } } }))).items,
})

/** Procedures that this person may start now. */
export const startableQuery = queryOptions({
  queryKey: [...keys.procedures, 'startable'],
  queryFn: async ({ signal }) => {
    const { items } = await answer(api.GET('/api/v1/procedures', { signal, params: { query: { limit: 200 } } }))
    return items.filter(({ may }) => may.start).map(({ id, title, purpose }) => ({ id, title, purpose }))
  },
})
