/** Procedures: the library, one version of one, what changed between two, and starting a run. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Field } from '../form/field'
import type { Graph } from '../procedure/diagram/graph'
import { type Page, send } from './client'
import { keys } from './keys'

export interface ProcedureItem {
  id: string
  title: string
  purpose?: string | null
  owner?: string | null
  tags: string[]
  /** The latest published version's; absent while there is only a draft. */
  number?: number | null
  published_at?: string | null
  author?: string | null
  review?: { due?: string | null; overdue: boolean } | null
  last_run_at?: string | null
  open_runs: number
  draft?: { id?: string; by: string; at: string } | null
  may: ProcedureMay
}

export interface ProcedureMay {
  start: boolean
  edit: boolean
  publish: boolean
}

export interface ProcedureShown extends ProcedureItem {
  number: number
  /** The content hash of this version. */
  version: string
  html: string
  graph: Graph
  text: string
  start: { fields: Field[] }
  rationale?: string | null
}

export interface Version {
  number: number
  version: string
  at: string
  author: string
  rationale?: string | null
}

export interface Change {
  kind: 'added' | 'removed' | 'moved' | 'changed'
  weight: 'behaviour' | 'wording'
  /** What it is about, in words or as the step's title. */
  subject: string
  words: string
  step?: string | null
}

export interface RunItem {
  run: string
  case?: string | null
  procedure: { id: string; title: string; number: number }
  status: string
  outcome?: string | null
  started_at: string
  started_by: string
  due?: string | null
  overdue: boolean
  ended_at?: string | null
}

export interface LibraryFilter {
  q?: string
  tag?: string
  owner?: string
}

const at = (id: string) => `/procedures/${encodeURIComponent(id)}`

export const libraryQuery = (filter: LibraryFilter) =>
  infiniteQueryOptions({
    queryKey: keys.procedureList(filter),
    queryFn: ({ signal, pageParam }) =>
      send<Page<ProcedureItem>>('GET', '/procedures', { signal, query: { ...filter, cursor: pageParam, limit: 100 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const procedureQuery = (id: string, number?: number) =>
  queryOptions({
    queryKey: keys.procedureAt(id, number),
    queryFn: ({ signal }) => send<ProcedureShown>('GET', at(id), { signal, query: { number } }),
  })

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.versions(id),
    queryFn: async ({ signal }) =>
      listed(await send<Version[] | Page<Version>>('GET', `${at(id)}/versions`, { signal })),
  })

export const differenceQuery = (id: string, from: number, to: number) =>
  queryOptions({
    queryKey: keys.difference(id, from, to),
    queryFn: ({ signal }) => send<{ changes: Change[] }>('GET', `${at(id)}/diff`, { signal, query: { from, to } }),
    enabled: from !== to,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const runsOfQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.runList({ procedure: id }),
    queryFn: ({ signal, pageParam }) =>
      send<Page<RunItem>>('GET', '/runs', { signal, query: { procedure: id, cursor: pageParam, limit: 50 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const startRun = (procedure: string, number: number, data: Record<string, unknown>) =>
  send<{ run: string }>('POST', '/runs', { body: { procedure, number, data } })

const listed = <T>(answer: T[] | Page<T>): T[] => (Array.isArray(answer) ? answer : answer.items)
