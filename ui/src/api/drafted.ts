/** The procedure that a log is drafted into. Nothing is stored. */
import { queryOptions } from '@tanstack/react-query'
import type { LogFilter } from './eventLogs'
import { keys } from './keys'
import { asProblem } from './problem'
import { ask } from './watchingDoor'
import type { Drafted } from './watchingShapes'

export type { Drafted, LeftOut } from './watchingShapes'

export interface DraftAsked {
  /** How much of what cases do the steps should cover: 0..1. */
  coverage: number
  title: string
  id?: string | undefined
}

const MOST_LOOKS = 120

export const draftedQuery = (log: string, asked: DraftAsked, filter: LogFilter) =>
  queryOptions({
    queryKey: keys.draftedOf(log, { ...filter, ...asked }),
    queryFn: ({ signal }) =>
      ask<Drafted>('POST', `/api/v1/event-logs/${encodeURIComponent(log)}/draft`, {
        signal,
        query: { ...filter, ...asked },
      }),
    staleTime: 10 * 60_000,
    // Who goes back to what was asked a moment ago finds it under way.
    retry: (failures, error) => asProblem(error).code === 'under-way' && failures < MOST_LOOKS,
    retryDelay: 1_000,
  })
