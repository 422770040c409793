/** Tasks: the lists people work from, and what can be done with one. */
import { queryOptions } from '@tanstack/react-query'
import { send } from './client'
import { keys } from './keys'

export interface TaskCounts {
  mine: number
  roles: number
  all: number
  overdue: number
}

export const taskCountsQuery = queryOptions({
  queryKey: keys.taskCounts,
  queryFn: ({ signal }) => send<TaskCounts>('GET', '/tasks/counts', { signal }),
})
