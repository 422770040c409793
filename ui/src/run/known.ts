/** What a run knows, as people read it: yes and no, dates in their zone, lists line by line. */
import type { RunScreen } from '../api/runs'
import { type FileReference, isFile } from '../form/field'
import { words } from '../words/en/run'
import { calendarDate, decimal, exactTime } from '../words/format'

export type Datum = RunScreen['data'][number]
export type Known = { text: string } | { lines: string[] } | { file: FileReference }

export function knownOf({ value, plain, unit, sensitive }: Datum, zone: string): Known {
  if (sensitive) return { text: plain }
  if (isFile(value)) return { file: value }
  if (Array.isArray(value)) return { lines: value.map((item) => textOf(item, zone)) }
  if (value && typeof value === 'object') {
    return { lines: Object.entries(value).map(([name, part]) => `${name.replaceAll('_', ' ')}: ${textOf(part, zone)}`) }
  }
  const own = textOf(value, zone)
  const told = typeof value === 'string' && own === value && !plain.startsWith(value)
  const text = told ? plain : own
  // Only what has a unit is surely a number; digits without one may be a name, such as an order's.
  return { text: unit && !text.endsWith(unit) ? `${decimal(text)} ${unit}` : text }
}

function textOf(value: unknown, zone: string): string {
  if (value === null || value === undefined) return words.unknown
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number') return decimal(value)
  if (isFile(value)) return value.name
  if (Array.isArray(value)) return value.map((item) => textOf(item, zone)).join(', ')
  if (typeof value === 'object') {
    const parts = Object.entries(value).map(([name, part]) => `${name.replaceAll('_', ' ')} ${textOf(part, zone)}`)
    return parts.join(', ')
  }
  const text = String(value)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return calendarDate(text)
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return exactTime(text.replace(/\[.*$/, ''), zone)
  return text
}
