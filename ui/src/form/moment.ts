/** Moments as people enter them: a day and a clock in a zone, sent as an instant with its offset. */

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?/

/** How far the zone is ahead of UTC at an instant, in minutes. */
export function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(new Date(instant))
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value ?? 0)
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return Math.round((shown - Math.floor(instant / 1000) * 1000) / 60_000)
}

/**
 * "2026-03-29T14:00" in a zone as "2026-03-29T14:00:00+02:00". A clock that a change of time skips is moved on by the
 * gap; one that occurs twice is the first.
 */
export function toInstant(local: string, zone: string): string | undefined {
  const found = LOCAL.exec(local)
  if (!found) return undefined
  const [, year, month, day, hour, minute, second] = found.map(Number)
  const asUtc = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second || 0)
  if (Number.isNaN(asUtc)) return undefined
  const before = offsetAt(asUtc - 86_400_000, zone)
  const guess = asUtc - before * 60_000
  const offset = offsetAt(guess, zone)
  // Where the first guess lies after the change, the offset of that moment decides; in the gap it stays as it was.
  const instant = offset === before ? guess : settle(asUtc, before, offset, zone)
  return withOffset(instant, offsetAt(instant, zone))
}

function settle(asUtc: number, before: number, after: number, zone: string): number {
  const late = asUtc - after * 60_000
  return offsetAt(late, zone) === after ? late : asUtc - before * 60_000
}

function withOffset(instant: number, minutes: number): string {
  const local = new Date(instant + minutes * 60_000).toISOString().slice(0, 19)
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${local}${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`
}

/** Whether a text says which moment it is, wherever it is read; what an input holds does not. */
export const isInstant = (text: string): boolean => /T.*(Z|[+-]\d{2}:?\d{2})$/i.test(text)

/** An instant as the input shows it in a zone: "2026-03-29T14:00", with its seconds where it has some. */
export function toLocal(instant: string, zone: string): string {
  const at = Date.parse(instant)
  if (Number.isNaN(at)) return ''
  const local = new Date(at + offsetAt(at, zone) * 60_000).toISOString().slice(0, 19)
  return local.endsWith(':00') ? local.slice(0, 16) : local
}
