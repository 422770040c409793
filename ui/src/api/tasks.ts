/** Tasks: the lists people work from, the form of one, and what can be done with it. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Field } from '../form/field'
import { send } from './client'
import { keys } from './keys'

export interface TaskItem {
  run: string
  task: string
  step: string
  title: string
  kind: string
  procedure: { id: string; title: string; number: number }
  case: string
  candidates: { role: string; title: string }[]
  assignee: { id: string; name: string } | null
  due: string | null
  overdue: boolean
  priority: number
  opened_at: string
  revision: number | string
  /** Whether this person may do it. */
  yours: boolean
  /** Few enough fields to complete it in the list. */
  short: boolean
}

export interface TaskAction {
  connector_action: string
  arguments: unknown
  effect: string | null
  why: string | null
}

export interface TaskForm extends TaskItem {
  instructions_html: string
  fields: Field[]
  current: Record<string, unknown>
  /** What a signature on this task means, where it wants one. */
  sign: string | null
  options: { index: number; text: string }[]
  suggested: unknown
  about: { label: string; text: string }[]
  action: TaskAction | null
  rules: { kind: 'must' | 'must_not'; text: string; because: string | null }[]
  checks: { that: string; because: string | null }[]
  references: string[]
  exceptions: { id: string; title: string; severity: string }[]
  returned: string[]
  may: TaskMay
  guests: { name: string; expires_at: string }[]
}

export interface TaskMay {
  claim: boolean
  release: boolean
  reassign: boolean
  complete: boolean
  approve: boolean
  refuse: boolean
  choose: boolean
  raise: boolean
  settle: boolean
  guest: boolean
  skip: boolean
}

export interface TaskCounts {
  mine: number
  roles: number
  all: number
  overdue: number
}

export interface TaskFilter {
  scope: string
  q?: string
  procedure?: string
  role?: string
  overdue?: boolean
  sort: string
}

export interface Page<T> {
  items: T[]
  next: string | null
}

/** What an act on a task gave: how the run stands now, and what is next for this person in it. */
export interface Acted {
  run: string
  status: string
  revision: number | string
  next_task?: { run: string; task: string } | null
}

export const taskCountsQuery = queryOptions({
  queryKey: keys.taskCounts,
  queryFn: ({ signal }) => send<TaskCounts>('GET', '/tasks/counts', { signal }),
})

export const taskListQuery = (filter: TaskFilter) =>
  infiniteQueryOptions({
    queryKey: keys.taskList(filter),
    queryFn: ({ signal, pageParam }) =>
      send<Page<TaskItem>>('GET', '/tasks', { signal, query: { ...filter, limit: 100, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const taskQuery = (run: string, task: string) =>
  queryOptions({
    queryKey: keys.task(run, task),
    queryFn: ({ signal }) =>
      send<TaskForm>('GET', `/runs/${encodeURIComponent(run)}/tasks/${encodeURIComponent(task)}`, { signal }),
  })

export type TaskAct =
  | { act: 'claim' }
  | { act: 'release' }
  | { act: 'reassign'; person?: string; role?: string; reason: string }
  | { act: 'complete'; values: Record<string, unknown>; signed: boolean; revision: number | string }
  | { act: 'approve'; values: Record<string, unknown>; signed: boolean; revision: number | string; arguments?: unknown }
  | { act: 'refuse'; reason: string; revision: number | string }
  | { act: 'choose'; option: number; revision?: number | string }
  | { act: 'raise'; exception?: string; words: string }
  | { act: 'settle'; how: 'retry' | 'continue' | { end: string }; reason: string }

export function actOnTask(run: string, task: string, { act, ...body }: TaskAct): Promise<Acted> {
  return send<Acted>('POST', `/runs/${encodeURIComponent(run)}/tasks/${encodeURIComponent(task)}/${act}`, { body })
}

export const inviteGuest = (run: string, task: string, body: { name: string; email?: string; expires_in?: string }) =>
  send<{ link: string }>('POST', `/runs/${encodeURIComponent(run)}/tasks/${encodeURIComponent(task)}/guest`, { body })
