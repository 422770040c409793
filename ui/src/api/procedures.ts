/** Procedures: the library, one version of one, what changed between two, its runs, and starting one. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import { keys } from './keys'

export type ProcedureItem = Schemas['ProcedureItem']
export type ProcedureShown = Schemas['ProcedureScreen']
export type Version = Schemas['VersionItem']
export type Change = Schemas['ChangeShown']
export type RunItem = Schemas['RunItem']

export interface LibraryFilter {
  q?: string | undefined
  tag?: string | undefined
  owner?: string | undefined
}

const firstPage = undefined as string | undefined
const MOST = 200

export const libraryQuery = (filter: LibraryFilter) =>
  infiniteQueryOptions({
    queryKey: keys.procedureList(filter),
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET('/api/v1/procedures', { signal, params: { query: { ...filter, cursor: pageParam, limit: 100 } } }),
      ),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const procedureQuery = (id: string, number?: number) =>
  queryOptions({
    queryKey: keys.procedureAt(id, number),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/procedures/{id}', { signal, params: { path: { id }, query: { number } } })),
  })

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.versions(id),
    queryFn: async ({ signal }) => {
      const params = { path: { id }, query: { limit: MOST } }
      return (await answer(api.GET('/api/v1/procedures/{id}/versions', { signal, params }))).items
    },
  })

export const differenceQuery = (id: string, from: number, to: number) =>
  queryOptions({
    queryKey: keys.difference(id, from, to),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/procedures/{id}/diff', { signal, params: { path: { id }, query: { from, to } } })),
    enabled: from !== to,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const runsOfQuery = (procedure: string) =>
  infiniteQueryOptions({
    queryKey: keys.runList({ procedure }),
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET('/api/v1/runs', { signal, params: { query: { procedure, cursor: pageParam, limit: 50 } } })),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const startRun = (procedure: string, number: number, data: Record<string, unknown>) =>
  answer(api.POST('/api/v1/runs', { body: { procedure, number, data: data as Schemas['Beginning']['data'] } }))
