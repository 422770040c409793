/** How a log departs from a procedure: the comparison, which activity is which step, and what was accepted. */
import { queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from './client'
import type { LogFilter } from './eventLogs'
import { keys } from './keys'

export type Conformance = Schemas['ConformanceReport']
export type Deviation = Schemas['DeviationTold']
export type DeviationClass = Schemas['DeviationClass']
export type StepNamed = Schemas['StepTold']
export type Mapped = Schemas['ActivityMapping']
export type Acceptance = Omit<Schemas['AcceptedDeviation'], 'class'> & { class: DeviationClass }
export type NewAcceptance = Omit<Schemas['NewAcceptance'], 'class'> & { class: DeviationClass }

/** `version`: the number of a publication; the latest where absent. */
export const conformanceQuery = (log: string, procedure: string, version: number | undefined, filter: LogFilter) =>
  queryOptions({
    queryKey: [...keys.conformance(procedure), log, version, filter],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/event-logs/{log}/conformance', {
          signal,
          params: { path: { log }, query: { ...filter, procedure, version } },
        }),
      ),
  })

export const mappingQuery = (log: string, procedure: string) =>
  queryOptions({
    queryKey: keys.mapping(log, procedure),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/event-logs/{log}/mapping', { signal, params: { path: { log }, query: { procedure } } })),
    staleTime: 0,
  })

/** Says which steps activities stand for; those that are not named are guessed. */
export const sayMapping = (log: string, procedure: string, activities: Record<string, string[]>, etag: string) =>
  answer(
    api.PUT('/api/v1/event-logs/{log}/mapping', {
      params: { path: { log }, query: { procedure }, header: { 'If-Match': `"${etag}"` } },
      body: { activities },
    }),
  )

export const acceptedQuery = (procedure: string) =>
  queryOptions({
    queryKey: keys.accepted(procedure),
    queryFn: async ({ signal }) => {
      const params = { path: { id: procedure } }
      const { items } = await answer(api.GET('/api/v1/procedures/{id}/accepted-deviations', { signal, params }))
      return items as Acceptance[]
    },
  })

export const acceptDeviation = (procedure: string, body: NewAcceptance) =>
  answer(api.POST('/api/v1/procedures/{id}/accepted-deviations', { params: { path: { id: procedure } }, body }))

export const withdrawAcceptance = (procedure: string, acceptance: string) =>
  answer(
    api.DELETE('/api/v1/procedures/{id}/accepted-deviations/{acceptance}', {
      params: { path: { id: procedure, acceptance } },
    }),
  )
