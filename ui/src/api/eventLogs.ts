/** Event logs: which there are, adding and removing one, and every view of one. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import { keys } from './keys'
import { offline, toProblem } from './problem'
import { csrfToken, randomKey } from './request'

export type LogSummary = Schemas['LogSummary']
export type OwnRuns = Schemas['RunsAsLog']
export type LogOverview = Schemas['LogOverview']
export type ActivityFigures = Schemas['ActivityFigures']
export type Week = Schemas['WeekFigures']
export type ProcessMap = Schemas['ProcessMap']
export type MapActivity = Schemas['MapActivity']
export type MapPath = Schemas['MapPath']
export type Variant = Schemas['VariantItem']
export type LogCaseItem = Schemas['CaseItem']
export type LogCase = Schemas['CaseTimeline']
export type LogCaseMove = NonNullable<LogCase['moves']>[number]
export type Look = Schemas['LogLook']
export type LogImported = Schemas['Imported']
export type ReadReport = Schemas['ImportReport']
export type ReadProblem = Schemas['ProblemFound']

/** Which part of a log is looked at. */
export interface LogFilter {
  /** Cases that began on this day or later, and on this one or before. */
  from?: string | undefined
  to?: string | undefined
  /** Activities that cases have, all of them, and that they lack. */
  has?: string[] | undefined
  lacks?: string[] | undefined
  /** An attribute, and what it is. */
  key?: string | undefined
  equals?: string | undefined
  /** The most frequent ways, as few as cover this share of the cases. */
  ways?: number | undefined
}

export const logsQuery = queryOptions({
  queryKey: keys.eventLogs,
  queryFn: ({ signal }) => answer(api.GET('/api/v1/event-logs', { signal })),
})

const MINUTE = 60_000
/** A log that was brought never changes, and counting may have taken seconds; our own runs go on. */
const kept = (log: string) => ({ staleTime: log.startsWith('runs:') ? MINUTE : 30 * MINUTE, gcTime: 30 * MINUTE })

export const logQuery = (log: string, filter: LogFilter) =>
  queryOptions({
    queryKey: [...keys.eventLog(log), 'overview', filter],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/event-logs/{log}', { signal, params: { path: { log }, query: filter } })),
    ...kept(log),
  })

/** `activities` and `paths`: which share of them is shown, the most frequent first; 0..1. */
export interface MapDetail {
  activities: number
  paths: number
}

export const mapQuery = (log: string, filter: LogFilter, detail: MapDetail) =>
  queryOptions({
    queryKey: [...keys.eventLog(log), 'map', filter, detail],
    queryFn: ({ signal }) => {
      const params = { path: { log }, query: { ...filter, ...detail } }
      return answer(api.GET('/api/v1/event-logs/{log}/map', { signal, params }))
    },
    ...kept(log),
  })

export const variantsQuery = (log: string, filter: LogFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.eventLog(log), 'variants', filter],
    queryFn: ({ signal, pageParam }) => {
      const params = { path: { log }, query: { ...filter, limit: 100, cursor: pageParam } }
      return answer(api.GET('/api/v1/event-logs/{log}/variants', { signal, params }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    ...kept(log),
  })

/** Which cases: those of a way, or those that show a deviation from a procedure; else all. */
export interface CasesAsked {
  variant?: number | undefined
  deviation?: number | undefined
  procedure?: string | undefined
  /** Which publication of the procedure; the latest where absent. */
  version?: number | undefined
  search?: string | undefined
}

export const casesQuery = (log: string, filter: LogFilter, asked: CasesAsked) =>
  infiniteQueryOptions({
    queryKey: [...keys.eventLog(log), 'cases', filter, asked],
    queryFn: ({ signal, pageParam }) => {
      const params = { path: { log }, query: { ...filter, ...asked, limit: 100, cursor: pageParam } }
      return answer(api.GET('/api/v1/event-logs/{log}/cases', { signal, params }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    ...kept(log),
  })

/** `place` is that in the part of the log that is looked at. With a procedure: what of the case is as it asks. */
export const caseQuery = (log: string, filter: LogFilter, place: number, procedure?: string, version?: number) =>
  queryOptions({
    queryKey: [...keys.eventLog(log), 'case', filter, place, procedure, version],
    queryFn: ({ signal }) => {
      const params = { path: { log, case: place }, query: { ...filter, procedure, version } }
      return answer(api.GET('/api/v1/event-logs/{log}/cases/{case}', { signal, params }))
    },
    ...kept(log),
  })

export const removeLog = (log: string) => answer(api.DELETE('/api/v1/event-logs/{log}', { params: { path: { log } } }))

/** So much of a file tells its format and its columns. */
const LOOKED_AT = 1024 * 1024

/** What is asked for beside the file; nothing where the server's guess holds. */
export interface ImportAsked {
  title?: string | undefined
  pseudonyms?: boolean | undefined
  object_type?: string | undefined
  case?: string | undefined
  activity?: string | undefined
  time?: string | undefined
  person?: string | undefined
  transition?: string | undefined
  times?: string | undefined
  delimiter?: string | undefined
}

export interface Sending<T> {
  done: Promise<T>
  stop: () => void
}

export const lookAtLog = (file: File, asked: ImportAsked = {}): Sending<Look> =>
  send(`/api/v1/event-logs/look?${query(file.name, asked)}`, file.slice(0, LOOKED_AT), () => undefined)

/** `progress`: the share of the file that the server has; from 1 on it still reads. */
export const importLog = (file: File, asked: ImportAsked, progress: (share: number) => void): Sending<LogImported> =>
  send(`/api/v1/event-logs?${query(file.name, asked)}`, file, progress)

function query(name: string, asked: ImportAsked): string {
  const said = Object.entries(asked).filter(([, value]) => value !== undefined)
  return new URLSearchParams([
    ['name', name],
    ...said.map(([key, value]) => [key, String(value)]),
  ] as string[][]).toString()
}

/** Browsers tell how far a request is for XMLHttpRequest alone. */
function send<T>(address: string, body: Blob, progress: (share: number) => void): Sending<T> {
  const request = new XMLHttpRequest()
  const done = new Promise<T>((resolve, reject) => {
    request.open('POST', address)
    request.responseType = 'text'
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.setRequestHeader('Idempotency-Key', randomKey())
    if (csrfToken()) request.setRequestHeader('X-CSRF-Token', csrfToken())
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0)
    request.upload.onload = () => progress(1)
    request.onload = () => {
      const answered = readAnswer(request.responseText)
      if (request.status >= 200 && request.status < 300) resolve(answered as T)
      else reject(toProblem(answered, request.status))
    }
    request.onerror = () => reject(offline())
    request.onabort = () => reject(new DOMException('Stopped', 'AbortError'))
    request.send(body)
  })
  return { done, stop: () => request.abort() }
}

function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Where the part of a log that is looked at is had as a file. */
export function exported(log: string, format: 'xes' | 'ocel', filter: LogFilter): string {
  const query = new URLSearchParams({ format })
  for (const [name, value] of Object.entries(filter))
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) query.append(name, String(each))
  return `/api/v1/event-logs/${encodeURIComponent(log)}/export?${query}`
}
