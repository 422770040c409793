/** Acting on a task: claims show at once and are taken back when refused; what was done is told. */
import { notifications } from '@mantine/notifications'
import { type InfiniteData, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Page } from '../api/client'
import { keys } from '../api/keys'
import { asProblem } from '../api/problem'
import type { RunScreen } from '../api/runs'
import { useSession } from '../api/session'
import { type ActDone, actOnTask, type TaskAct, type TaskForm, type TaskItem } from '../api/tasks'
import { words } from '../words/en/task'

type Lists = [readonly unknown[], InfiniteData<Page<TaskItem>> | undefined][]
type Named = Pick<TaskItem, 'run' | 'task' | 'title'>

/** The same lists with one task changed. */
export function changeInLists(client: QueryClient, { run, task }: Named, change: (item: TaskItem) => TaskItem): Lists {
  const before = client.getQueriesData<InfiniteData<Page<TaskItem>>>({ queryKey: ['tasks', 'list'] })
  client.setQueriesData<InfiniteData<Page<TaskItem>>>(
    { queryKey: ['tasks', 'list'] },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          items: page.items.map((item) => (item.run === run && item.task === task ? change(item) : item)),
        })),
      },
  )
  return before
}

/** After these the task is no longer open. */
const CLOSING = new Set<TaskAct['act']>(['complete', 'choose', 'settle'])

/** A task that is done leaves its run's screen at once. */
function dropTask(client: QueryClient, { run, task }: Named): void {
  client.setQueryData<RunScreen>(keys.run(run), (screen) =>
    screen ? { ...screen, tasks: screen.tasks.filter((each) => each.task !== task) } : screen,
  )
}

/** Everything that shows this task asks again, but for the form of one that is `closed`. */
export function refreshTask(client: QueryClient, run: string, closed?: string): void {
  void client.invalidateQueries({ queryKey: keys.tasks })
  void client.invalidateQueries({ queryKey: keys.run(run) })
  void client.invalidateQueries({
    queryKey: keys.tasksOf(run),
    predicate: ({ queryKey }) => queryKey[2] !== closed || !closed,
  })
}

export function useTaskAct(named: Named) {
  const client = useQueryClient()
  const { person } = useSession()
  const key = keys.task(named.run, named.task)
  return useMutation({
    mutationFn: (act: TaskAct): Promise<ActDone> => actOnTask(named.run, named.task, act),
    onMutate: (act) => {
      if (act.act !== 'claim' && act.act !== 'release') return undefined
      const assignee = act.act === 'claim' ? { id: person.id, name: person.name } : null
      const lists = changeInLists(client, named, (item) => ({ ...item, assignee }))
      const form = client.getQueryData<TaskForm>(key)
      if (form) client.setQueryData<TaskForm>(key, { ...form, assignee })
      return { lists, form }
    },
    onError: (error, act, before) => {
      for (const [queryKey, data] of before?.lists ?? []) client.setQueryData(queryKey, data)
      if (before?.form) client.setQueryData(key, before.form)
      const problem = asProblem(error)
      // A stale or refused submission is explained in the form, beside what was typed.
      if (act.act === 'claim' || act.act === 'release') {
        notifications.show({ color: 'red', title: words.failed.claim(named.title), message: problem.message })
      }
    },
    onSuccess: (_, { act }) => {
      notifications.show({ message: words.done[act](named.title) })
      if (CLOSING.has(act)) dropTask(client, named)
    },
    onSettled: (_, error, { act }) =>
      refreshTask(client, named.run, !error && CLOSING.has(act) ? named.task : undefined),
  })
}
