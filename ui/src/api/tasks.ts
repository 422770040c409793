/** Tasks: the lists people work from, the form of one, and what can be done with it. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import { keys } from './keys'

export type TaskItem = Schemas['TaskItem']
export type TaskForm = Schemas['TaskForm']
export type TaskMay = Schemas['TaskRights']
export type TaskAction = Schemas['ActionAsked']
/** What an act came to: how the run stands now, and what is next for this person in it. */
export type ActDone = Schemas['ActDone']

export interface TaskFilter {
  scope: 'mine' | 'roles' | 'all'
  q?: string
  procedure?: string
  role?: string
  overdue?: boolean
  sort: 'due' | 'priority' | 'opened'
}

export const taskCountsQuery = queryOptions({
  queryKey: keys.taskCounts,
  queryFn: ({ signal }) => answer(api.GET('/api/v1/tasks/counts', { signal })),
})

export const taskListQuery = (filter: TaskFilter) =>
  infiniteQueryOptions({
    queryKey: keys.taskList(filter),
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET('/api/v1/tasks', { signal, params: { query: { ...filter, limit: 100, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const taskQuery = (run: string, task: string) =>
  queryOptions({
    queryKey: keys.task(run, task),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/runs/{run}/tasks/{task}', { signal, params: { path: { run, task } } })),
  })

/** The same form with what is hidden. The server notes the reason before it answers. */
export const revealTask = (run: string, task: string, reason: string) =>
  answer(api.POST('/api/v1/runs/{run}/tasks/{task}/reveal', { params: { path: { run, task } }, body: { reason } }))

export type TaskAct =
  | { act: 'claim' }
  | { act: 'release' }
  | ({ act: 'reassign' } & Schemas['Reassignment'])
  | ({ act: 'complete' } & Schemas['Completion'])
  | ({ act: 'approve' } & Schemas['Approval'])
  | ({ act: 'refuse' } & Schemas['Refusal'])
  | ({ act: 'choose' } & Schemas['Choice'])
  | ({ act: 'raise' } & Schemas['Raise'])
  | ({ act: 'settle' } & Schemas['Settling'])

export function actOnTask(run: string, task: string, done: TaskAct): Promise<ActDone> {
  const params = { path: { run, task } }
  switch (done.act) {
    case 'claim':
      return answer(api.POST('/api/v1/runs/{run}/tasks/{task}/claim', { params }))
    case 'release':
      return answer(api.POST('/api/v1/runs/{run}/tasks/{task}/release', { params }))
    case 'reassign':
      return answer(api.POST('/api/v1/runs/{run}/tasks/{task}/reassign', { params, body: without(done) }))
    case 'complete':
      return answer(api.POST('/api/v1/runs/{run}/tasks/{task}/complete', { params, body: without(done) }))
    case 'approve':
      return answer(api.POST('/api/v1/runs/{run}/tasks/{task}/approve', { params, body: without(done) }))
    case 'refuse':
      return answer(api.POST('/api/v1/runs/{run}/tasks/{task}/refuse', { params, body: without(done) }))
    case 'choose':
      return answer(api.POST('/api/v1/runs/{run}/tasks/{task}/choose', { params, body: without(done) }))
    case 'raise':
      return answer(api.POST('/api/v1/runs/{run}/tasks/{task}/raise', { params, body: without(done) }))
    case 'settle':
      return answer(api.POST('/api/v1/runs/{run}/tasks/{task}/settle', { params, body: without(done) }))
  }
}

/** The body alone: the server refuses names that it does not know. */
function without<T extends { act: string }>({ act: _, ...body }: T): Omit<T, 'act'> {
  return body
}
