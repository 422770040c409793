/** The list of runs, newest first. */
import { infiniteQueryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import { keys } from './keys'

export type RunItem = Schemas['RunItem']
export type RunStatusAsked = 'open' | 'running' | 'paused' | 'ended' | 'cancelled'

export interface RunFilter {
  status?: RunStatusAsked
  procedure?: string
  starter?: string
  q?: string
  since?: string
  until?: string
}

export const runListQuery = (filter: RunFilter) =>
  infiniteQueryOptions({
    queryKey: keys.runList(filter),
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET('/api/v1/runs', { signal, params: { query: { ...filter, limit: 100, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
