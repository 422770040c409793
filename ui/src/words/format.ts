/**
 * Times, numbers and names as people read them. Times are told in the person's zone; decimals are never turned into
 * floating point.
 */
const LOCALE = 'en-GB'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const formats = new Map<string, Intl.DateTimeFormat>()
function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${zone} ${JSON.stringify(options)}`
  let found = formats.get(name)
  if (!found) {
    found = makeFormatter(zone, options)
    formats.set(name, found)
  }
  return found
}

/** A zone this browser does not know falls back to UTC rather than failing the page. */
function makeFormatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: zone || undefined })
  } catch {
    return new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: 'UTC' })
  }
}

const clock = (at: Date, zone: string) =>
  formatter(zone, { hour: '2-digit', minute: '2-digit', hour12: false }).format(at)
const dayName = (at: Date, zone: string) => formatter(zone, { weekday: 'short' }).format(at)
const dayMonth = (at: Date, zone: string) => formatter(zone, { day: 'numeric', month: 'short' }).format(at)
const dayMonthYear = (at: Date, zone: string) =>
  formatter(zone, { day: 'numeric', month: 'short', year: 'numeric' }).format(at)

/** The calendar day in a zone as a number of days, so that two can be compared. */
function calendarDay(at: Date, zone: string): number {
  const parts = formatter(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at)
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value ?? 0)
  return Math.round(Date.UTC(part('year'), part('month') - 1, part('day')) / DAY)
}

/** "22 Nov 2026, 14:05:09 CET": what the hover tells. */
export function exactTime(value: string, zone: string): string {
  const at = new Date(value)
  if (Number.isNaN(at.getTime())) return value
  return formatter(zone, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
    timeZoneName: 'short',
  }).format(at)
}

/** "Thu, 26 Nov 2026, 08:00 CET": a moment that was set by people, who do not think in seconds. */
export function minuteTime(value: string, zone: string): string {
  const at = new Date(value)
  if (Number.isNaN(at.getTime())) return value
  return formatter(zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZoneName: 'short',
  }).format(at)
}

/** "4 min ago", "in 3 h", "yesterday 14:05", "12 Mar", "12 Mar 2025". */
export function relativeTime(value: string, now: Date, zone: string): string {
  const at = new Date(value)
  if (Number.isNaN(at.getTime())) return value
  const gap = at.getTime() - now.getTime()
  const size = Math.abs(gap)
  const around = (words: string) => (gap < 0 ? `${words} ago` : `in ${words}`)
  // The clocks of this device and of the server are never quite the same.
  if (size < MINUTE) return 'just now'
  if (size < HOUR) return around(`${Math.floor(size / MINUTE)} min`)
  const days = calendarDay(at, zone) - calendarDay(now, zone)
  if (size < 6 * HOUR || days === 0) return around(`${Math.floor(size / HOUR)} h`)
  if (days === -1) return `yesterday ${clock(at, zone)}`
  if (days === 1) return `tomorrow ${clock(at, zone)}`
  if (Math.abs(days) < 7) return `${dayName(at, zone)} ${clock(at, zone)}`
  const sameYear = formatter(zone, { year: 'numeric' }).format(at) === formatter(zone, { year: 'numeric' }).format(now)
  return sameYear ? dayMonth(at, zone) : dayMonthYear(at, zone)
}

export interface Due {
  late: boolean
  /** Due today: worth the colour of something open. */
  soon: boolean
  words: string
}

/** "2 h late", "due 14:00", "tomorrow 09:00", "Fri 09:00", "3 Dec". */
export function dueWords(value: string, now: Date, zone: string): Due {
  const at = new Date(value)
  if (Number.isNaN(at.getTime())) return { late: false, soon: false, words: value }
  const gap = at.getTime() - now.getTime()
  if (gap < 0) return { late: true, soon: true, words: `${roughly(-gap)} late` }
  const days = calendarDay(at, zone) - calendarDay(now, zone)
  if (days === 0) return { late: false, soon: true, words: `due ${clock(at, zone)}` }
  if (days === 1) return { late: false, soon: false, words: `tomorrow ${clock(at, zone)}` }
  if (days < 7) return { late: false, soon: false, words: `${dayName(at, zone)} ${clock(at, zone)}` }
  return { late: false, soon: false, words: dayMonth(at, zone) }
}

/** One unit, rounded down: "4 min", "2 h", "3 d". */
export function roughly(milliseconds: number): string {
  if (milliseconds < MINUTE) return '1 min'
  if (milliseconds < HOUR) return `${Math.floor(milliseconds / MINUTE)} min`
  if (milliseconds < 2 * DAY) return `${Math.floor(milliseconds / HOUR)} h`
  return `${Math.floor(milliseconds / DAY)} d`
}

/** A day without a zone: "13 Oct 2026". */
export function calendarDate(value: string): string {
  const at = new Date(`${value}T12:00:00Z`)
  return Number.isNaN(at.getTime()) ? value : dayMonthYear(at, 'UTC')
}

/** The day of a moment in a zone: "13 Oct 2026". */
export function dayOf(value: string, zone: string): string {
  const at = new Date(value)
  return Number.isNaN(at.getTime()) ? value : dayMonthYear(at, zone)
}

/** "14:05" today, else "12 Mar 14:05": the journal's margin. */
export function journalTime(value: string, now: Date, zone: string): string {
  const at = new Date(value)
  if (Number.isNaN(at.getTime())) return value
  return calendarDay(at, zone) === calendarDay(now, zone) ? clock(at, zone) : `${dayMonth(at, zone)} ${clock(at, zone)}`
}

/** Groups the digits of a decimal in a string ("12400.50" → "12,400.50"); anything else is given back as it is. */
export function decimal(value: string | number): string {
  const text = String(value)
  const found = /^(-?)(\d+)(\.\d+)?$/.exec(text)
  if (!found) return text
  return `${found[1]}${(found[2] ?? '').replace(/\B(?=(\d{3})+$)/g, ',')}${found[3] ?? ''}`
}

/** A number that was counted no further than `most`: "1,000+" where it was reached. */
export function atLeast(n: number, most: number | undefined): string {
  return most !== undefined && n >= most ? `${decimal(most)}+` : decimal(n)
}

/** A sentence of the server as it stands alone: capital first, full stop last. */
export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`
}

export function count(number: number, one: string, many: string): string {
  return `${decimal(number)} ${number === 1 ? one : many}`
}

/** "1.4 MB" */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** Text of the server with its moments (`2026-11-22T13:05:09.5Z`) told as the person's clock has them. */
export function momentsIn(text: string, now: Date, zone: string): string {
  return text.replace(
    /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})(?:\[[\w/+-]+\])?/g,
    (moment) => journalTime(moment.replace(/\[.*$/, ''), now, zone),
  )
}
