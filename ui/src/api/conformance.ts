/** How a log departs from a procedure: the comparison, which activity is which step, and what was accepted. */
import { queryOptions } from '@tanstack/react-query'
import type { LogFilter } from './eventLogs'
import { keys } from './keys'
import { ask } from './watchingDoor'
import type { Acceptance, Conformance, Mapped } from './watchingShapes'

export type { Acceptance, Conformance, Deviation, DeviationClass, Mapped, StepNamed } from './watchingShapes'

const below = (log: string, end: string) => `/api/v1/event-logs/${encodeURIComponent(log)}/${end}`
const ofProcedure = (procedure: string, end = '') =>
  `/api/v1/procedures/${encodeURIComponent(procedure)}/accepted-deviations${end}`

export const conformanceQuery = (log: string, procedure: string, version: number | undefined, filter: LogFilter) =>
  queryOptions({
    queryKey: [...keys.conformance(procedure), log, version, filter],
    queryFn: ({ signal }) =>
      ask<Conformance>('GET', below(log, 'conformance'), { signal, query: { ...filter, procedure, version } }),
  })

export const mappingQuery = (log: string, procedure: string) =>
  queryOptions({
    queryKey: keys.mapping(log, procedure),
    queryFn: ({ signal }) => ask<Mapped>('GET', below(log, 'mapping'), { signal, query: { procedure } }),
    staleTime: 0,
  })

/** Says which steps activities stand for; of those that are not named, nothing is said. */
export const sayMapping = (log: string, procedure: string, activities: Record<string, string[]>, etag: string) =>
  ask<Mapped>('PUT', below(log, 'mapping'), { query: { procedure }, body: { activities }, etag })

export const acceptedQuery = (procedure: string) =>
  queryOptions({
    queryKey: keys.accepted(procedure),
    queryFn: async ({ signal }) =>
      (await ask<{ items: Acceptance[] }>('GET', ofProcedure(procedure), { signal })).items,
  })

export const acceptDeviation = (
  procedure: string,
  body: Pick<Acceptance, 'class' | 'step' | 'detail' | 'reason' | 'until'>,
) => ask<Acceptance>('POST', ofProcedure(procedure), { body })

export const withdrawAcceptance = (procedure: string, acceptance: string) =>
  ask<void>('DELETE', ofProcedure(procedure, `/${acceptance}`))
