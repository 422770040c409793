/** The procedure that a log is drafted into. Nothing is stored. */
import { queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import type { LogFilter } from './eventLogs'
import { keys } from './keys'
import { asProblem } from './problem'

export type Drafted = Schemas['DraftedProcedure']
export type LeftOut = Schemas['LeftOutTold']

export interface DraftAsked {
  /** How much of what cases do the steps should cover: 0..1. */
  coverage: number
  title: string
  id?: string | undefined
}

const GOES_ON = new Set(['under-way', 'too-slow'])
const MOST_LOOKS = 120

export const draftedQuery = (log: string, asked: DraftAsked, filter: LogFilter) =>
  queryOptions({
    queryKey: keys.draftedOf(log, { ...filter, ...asked }),
    queryFn: ({ signal }) =>
      answer(
        api.POST('/api/v1/event-logs/{log}/draft', {
          signal,
          params: { path: { log }, query: { ...filter, ...asked } },
        }),
      ),
    staleTime: 10 * 60_000,
    // What takes longer than a request may, or was asked a moment ago, goes on: asked again, it answers once it is there.
    retry: (failures, error) => GOES_ON.has(asProblem(error).code) && failures < MOST_LOOKS,
    retryDelay: 2_000,
  })
