/** Which part of a log is looked at, as the address tells it. */
import type { LogFilter } from '../../api/eventLogs'

const text = (value: unknown): string | undefined => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value ? value : undefined
}

/** One or more names; an address that was written by hand may have one without brackets. */
function names(value: unknown): string[] | undefined {
  const found = (Array.isArray(value) ? value : [value]).flatMap((each) => text(each) ?? [])
  return found.length > 0 ? [...new Set(found)] : undefined
}

const day = (value: unknown): string | undefined => {
  const said = text(value)
  return said && /^\d{4}-\d{2}-\d{2}/.test(said) && !Number.isNaN(Date.parse(said.slice(0, 10))) ? said : undefined
}

/** Anything unreadable in an address is left out. */
export function parseLogFilter(raw: Record<string, unknown>): LogFilter {
  const key = text(raw.key)
  const equals = text(raw.equals)
  const ways = Number(raw.ways)
  return {
    from: day(raw.from),
    to: day(raw.to),
    has: names(raw.has),
    lacks: names(raw.lacks),
    // One says nothing without the other.
    key: key && equals ? key : undefined,
    equals: key && equals ? equals : undefined,
    ways: ways > 0 && ways < 1 ? ways : undefined,
  }
}

const PARTS = ['from', 'to', 'has', 'lacks', 'key', 'equals', 'ways'] as const

/** The filter alone, of whatever else stands in an address. What is not set is not there, so that equal filters are one query. */
export function filterOf(search: LogFilter): LogFilter {
  return Object.fromEntries(PARTS.flatMap((part) => (search[part] === undefined ? [] : [[part, search[part]]])))
}

/** The parts of a filter that can be taken away one by one. */
export type FilterPart =
  | { kind: 'from' | 'to'; day: string }
  | { kind: 'has' | 'lacks'; activity: string }
  | { kind: 'equals'; key: string; value: string }
  | { kind: 'ways'; share: number }

export function parts({ from, to, has = [], lacks = [], key, equals, ways }: LogFilter): FilterPart[] {
  return [
    ...(from ? [{ kind: 'from' as const, day: from }] : []),
    ...(to ? [{ kind: 'to' as const, day: to }] : []),
    ...has.map((activity) => ({ kind: 'has' as const, activity })),
    ...lacks.map((activity) => ({ kind: 'lacks' as const, activity })),
    ...(key && equals ? [{ kind: 'equals' as const, key, value: equals }] : []),
    ...(ways ? [{ kind: 'ways' as const, share: ways }] : []),
  ]
}

export function without(filter: LogFilter, part: FilterPart): LogFilter {
  switch (part.kind) {
    case 'from':
    case 'to':
    case 'ways':
      return { ...filter, [part.kind]: undefined }
    case 'equals':
      return { ...filter, key: undefined, equals: undefined }
    case 'has':
    case 'lacks': {
      const left = (filter[part.kind] ?? []).filter((activity) => activity !== part.activity)
      return { ...filter, [part.kind]: left.length > 0 ? left : undefined }
    }
  }
}

/** Asks that the cases have an activity, or lack it; the opposite is no longer asked. */
export function demanding(filter: LogFilter, kind: 'has' | 'lacks', activity: string): LogFilter {
  const other = kind === 'has' ? 'lacks' : 'has'
  const cleared = without(filter, { kind: other, activity })
  const asked = cleared[kind] ?? []
  return asked.includes(activity) ? cleared : { ...cleared, [kind]: [...asked, activity] }
}
