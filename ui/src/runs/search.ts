/** The list of runs as its address tells it. */
import type { RunFilter, RunStatusAsked } from '../api/runList'

export const STATUSES = ['open', 'paused', 'ended', 'cancelled', 'all'] as const
export type Status = (typeof STATUSES)[number]
export const PERIODS = ['1d', '7d', '30d', '90d'] as const
export type Period = (typeof PERIODS)[number]

export interface RunsSearch {
  /** Open ones where nothing is said. */
  status?: Status
  procedure?: string
  /** `me`, or a person's id. */
  starter?: string
  /** Started since: a period back from today, or a day. */
  since?: string
  q?: string
}

const text = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value ? value : undefined
}

const isDay = (since: string) => /^\d{4}-\d{2}-\d{2}$/.test(since)

/** Anything unreadable in an address is left out; defaults never appear in it. */
export function parseRunsSearch(raw: Record<string, unknown>): RunsSearch {
  const since = text(raw.since)
  return {
    status: STATUSES.find((status) => status === raw.status && status !== 'open'),
    procedure: text(raw.procedure),
    starter: text(raw.starter),
    since: since && (PERIODS.some((period) => period === since) || isDay(since)) ? since : undefined,
    q: text(raw.q),
  }
}

/** The moment that a period or a day begins. A period begins at an hour, so that the same list stays the same query. */
export function sinceMoment(since: string | undefined, now: number, day: (day: string) => string | undefined) {
  if (!since) return undefined
  if (isDay(since)) return day(since)
  const hour = 3_600_000
  return new Date(Math.floor((now - Number.parseInt(since, 10) * 24 * hour) / hour) * hour).toISOString()
}

export function runFilter(
  { status = 'open', procedure, starter, since, q }: RunsSearch,
  now: number,
  day: (day: string) => string | undefined,
): RunFilter {
  const asked: RunStatusAsked | undefined = status === 'all' ? undefined : status
  return { status: asked, procedure, starter, q, since: sinceMoment(since, now, day) }
}

/** How many filters beside the status are set. */
export const narrowed = ({ procedure, starter, since, q }: RunsSearch): boolean =>
  !!(procedure || starter || since || q)
