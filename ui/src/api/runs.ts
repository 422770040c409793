/** Runs: the screen of one, its journal, and what can be done with it. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { send } from './client'
import { keys } from './keys'
import type { Page, TaskItem } from './tasks'

export interface RunStep {
  id: string
  number: string
  depth: number
  title: string
  verb: string
  state: string
  /** Why it was not taken, skipped or failed, in words. */
  why: string | null
  visits: number
  by: string | null
  at: string | null
  due: string | null
  parent: string | null
  /** The label of the case or branch it belongs to. */
  branch: string | null
  collapsible: boolean
  /** Not visible to this person beyond that it exists. */
  hidden: boolean
}

export interface RunDatum {
  name: string
  label: string
  value: unknown
  plain: string
  sensitive: boolean
  by: string | null
}

export interface RunScreen {
  run: string
  case: string
  procedure: { id: string; title: string; number: number; version: string | null; latest: number }
  status: string
  outcome: string | null
  started_at: string
  started_by: string
  due: string | null
  ended_at: string | null
  revision: number | string
  parent?: { run: string; title: string } | null
  data: RunDatum[]
  steps: RunStep[]
  tasks: TaskItem[]
  decisions: {
    step: string
    inputs: { name: string; value: string }[]
    held: string | null
    because: string | null
    words: string
  }[]
  exceptions: { id: string; title: string; severity: string; step: string | null; words: string; open: boolean }[]
  success: { that: string; because: string | null; held: boolean | null }[]
  children: { run: string; title: string }[]
  may: RunMay
}

export interface RunMay {
  pause: boolean
  resume: boolean
  cancel: boolean
  note: boolean
  skip: boolean
  jump: boolean
  override: boolean
  migrate: boolean
  export: boolean
}

export interface JournalLine {
  sequence: number
  at: string
  who: string
  text: string
  event: string
  step: string | null
}

const at = (run: string) => `/runs/${encodeURIComponent(run)}`

export const runQuery = (run: string) =>
  queryOptions({ queryKey: keys.run(run), queryFn: ({ signal }) => send<RunScreen>('GET', at(run), { signal }) })

export const journalQuery = (run: string) =>
  infiniteQueryOptions({
    queryKey: keys.journal(run),
    queryFn: ({ signal, pageParam }) =>
      send<Page<JournalLine>>('GET', `${at(run)}/journal`, { signal, query: { after: pageParam, limit: 200 } }),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.next ? page.items.at(-1)?.sequence : undefined),
  })

export const skipStep = (run: string, body: { step: string; item?: string; reason: string }) =>
  send<unknown>('POST', `${at(run)}/skip`, { body })

export type RunAct =
  | { act: 'pause'; reason: string }
  | { act: 'resume' }
  | { act: 'cancel'; reason: string }
  | { act: 'note'; step?: string; text: string }
  | { act: 'skip'; step: string; item?: string; reason: string }
  | { act: 'jump'; to: string; reason: string }
  | { act: 'override'; step: string; within?: string; values: Record<string, unknown>; code: string; words: string }
  | { act: 'migrate'; number: number; names?: Record<string, string>; reason: string }

export const actOnRun = (run: string, { act, ...body }: RunAct) => send<unknown>('POST', `${at(run)}/${act}`, { body })
