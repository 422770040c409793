/** What runs behind the scenes: connectors, schedules, dispatch, and what was said to this person. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import { keys } from './keys'

export type ConnectorItem = Schemas['ConnectorItem']
export type ScheduleItem = Schemas['ScheduleItem']
export type NoticeItem = Schemas['NoticeItem']

const params = { query: { limit: 200 } }

export const connectorsQuery = queryOptions({
  queryKey: keys.connectors,
  queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/connectors', { signal, params }))).items,
})

export const tryConnector = (name: string) =>
  answer(api.POST('/api/v1/connectors/{name}/test', { params: { path: { name } } }))

export const schedulesQuery = queryOptions({
  queryKey: keys.schedules,
  queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/schedules', { signal, params }))).items,
})

export const dispatchQuery = queryOptions({
  queryKey: keys.dispatch,
  queryFn: ({ signal }) => answer(api.GET('/api/v1/dispatch', { signal })),
})

export const setDispatch = (paused: boolean, reason: string) =>
  paused
    ? answer(api.POST('/api/v1/dispatch/pause', { body: { reason } }))
    : answer(api.POST('/api/v1/dispatch/resume', { body: { reason } }))

export const deadLettersQuery = queryOptions({
  queryKey: [...keys.dispatch, 'dead-letters'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/dead-letters', { signal, params }))).items,
})

export const inDoubtQuery = queryOptions({
  queryKey: [...keys.dispatch, 'in-doubt'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/in-doubt', { signal, params }))).items,
})

/** Keys of which nobody knows whether their request was carried out. */
export const doubtsQuery = queryOptions({
  queryKey: [...keys.dispatch, 'doubts'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/doubts', { signal, params }))).items,
})

export const settleDoubt = (body: Schemas['DoubtSettled']) => answer(api.POST('/api/v1/in-doubt/settle', { body }))

export const noticesQuery = infiniteQueryOptions({
  queryKey: keys.notices,
  queryFn: ({ signal, pageParam }) =>
    answer(api.GET('/api/v1/notices', { signal, params: { query: { limit: 50, cursor: pageParam } } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

export const readNotices = (until: string) => answer(api.POST('/api/v1/notices/read', { body: { until } }))
