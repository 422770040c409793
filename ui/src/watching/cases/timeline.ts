/** A case as a line of moments: what happened, what was asked for and did not, and how long nothing did. */
import type { LogCase, LogCaseMove } from '../../api/eventLogs'

export interface Moment {
  /** Its place, for lists. */
  place: number
  kind: LogCaseMove['kind'] | 'event'
  event?: LogCase['events'][number]
  step?: LogCaseMove['step']
  found: LogCaseMove['found']
  /** Seconds since the event before. */
  gap?: number
  /** No other gap of the case is longer. */
  longest: boolean
}

export function timeline({ events, moves }: Pick<LogCase, 'events' | 'moves'>): Moment[] {
  const moments: Moment[] = moves ? aligned(events, moves) : events.map((event, place) => plain(event, place))
  let before: number | undefined
  for (const moment of moments) {
    const at = moment.event?.at ? Date.parse(moment.event.at) : Number.NaN
    if (Number.isNaN(at)) continue
    if (before !== undefined) moment.gap = Math.round((at - before) / 1000)
    before = at
  }
  const most = Math.max(0, ...moments.map(({ gap }) => gap ?? 0))
  const longest = moments.filter(({ gap }) => gap === most)
  // Where all gaps are alike, none stands out.
  if (most > 0 && longest.length === 1 && longest[0]) longest[0].longest = true
  return moments
}

const plain = (event: Moment['event'], place: number): Moment => ({
  place,
  kind: 'event',
  ...(event ? { event } : {}),
  found: [],
  longest: false,
})

function aligned(events: LogCase['events'], moves: LogCaseMove[]): Moment[] {
  const moments: Moment[] = []
  for (const { kind, event: at, step, found } of moves) {
    const event = at == null ? undefined : events[at]
    // A long case is told in part: moves of events that are not here say nothing.
    if (at != null && !event) continue
    moments.push({
      place: moments.length,
      kind,
      ...(event ? { event } : {}),
      step: step ?? null,
      found,
      longest: false,
    })
  }
  return moments
}

export interface Summary {
  both: number
  log: number
  model: number
  /** Whether nothing was found. */
  keeps: boolean
}

/** Nothing for a case that is not held against a procedure. */
export function summary(moves: LogCaseMove[] | null | undefined): Summary | undefined {
  if (!moves) return undefined
  const of = (kind: LogCaseMove['kind']) => moves.filter((move) => move.kind === kind).length
  return { both: of('both'), log: of('log'), model: of('model'), keeps: moves.every(({ found }) => found.length === 0) }
}

/** Seconds that an event took, where it says when it began. */
export function worked({ began, at }: LogCase['events'][number]): number | undefined {
  const took = began && at ? (Date.parse(at) - Date.parse(began)) / 1000 : Number.NaN
  return Number.isNaN(took) ? undefined : Math.round(took)
}

/** Whether two names differ in nothing but how they are written: `A_SUBMITTED`, "A submitted". */
export function alike(one: string, other: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return plain(one) === plain(other)
}
