/** From what the server has to what the form shows, and from what was typed to what is sent. */
import { words } from '../words/en/form'
import { compareDecimals, isWhole, readDecimal } from './decimal'
import type { Entries } from './draft'
import { isBlankDuration, isDuration } from './duration'
import { type Entry, emptyEntry, type Field, isEmpty, isFile, isParts, isUntyped } from './field'
import { mistakeInJson, parsedJson, writtenJson } from './json'
import { isInstant, toInstant } from './moment'

export interface Mistake {
  /** `name`, or `name.2.part` within lists and objects. */
  path: string
  label: string
  message: string
}

/**
 * What the control of a field holds for a value. Nothing is lost: an entry that nobody touches is sent as the value that
 * it came from.
 */
export function entryOf(field: Field, value: unknown): Entry {
  if (value === undefined || value === null) return emptyEntry(field)
  if (isUntyped(field)) return writtenJson(value)
  switch (field.type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : null
    case 'file':
      return isFile(value) ? value : null
    case 'list':
      return Array.isArray(value) && field.items ? value.map((item) => entryOf(field.items as Field, item)) : []
    case 'object':
      return objectEntry(field, value)
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
}

function objectEntry(field: Field, value: unknown): Entry {
  const parts = (value ?? {}) as Record<string, unknown>
  return Object.fromEntries((field.properties ?? []).map((part) => [part.name, entryOf(part, parts[part.name])]))
}

/** What every field shows: what was typed, else what is known. */
export function entriesOf(fields: Field[], typed: Entries, current: Record<string, unknown>): Entries {
  return Object.fromEntries(fields.map((field) => [field.name, entryIn(field, typed, current)]))
}

export const entryIn = (field: Field, typed: Entries, current: Record<string, unknown>): Entry =>
  field.name in typed ? (typed[field.name] ?? null) : entryOf(field, current[field.name] ?? field.current)

/**
 * What is sent of a form: what was typed, and what a field begins with. What is held already, and nobody touched, is left
 * out: it stays as it is, and it is nobody's doing.
 */
export function sentValues(fields: Field[], typed: Entries, current: Record<string, unknown>, zone: string) {
  const sent: Record<string, unknown> = {}
  for (const field of fields) {
    if (field.name in typed) sent[field.name] = sentValue(field, typed[field.name], zone)
    else if (current[field.name] == null && field.current != null) sent[field.name] = field.current
  }
  return sent
}

/** What is sent for an entry; null for nothing. Only entries without mistakes are sent. */
export function sentValue(field: Field, entry: Entry | undefined, zone: string): unknown {
  if (entry === undefined || isBlank(field, entry)) return null
  if (typeof entry === 'boolean' || entry === null || isFile(entry)) return entry
  if (Array.isArray(entry)) return entry.map((item) => (field.items ? sentValue(field.items, item, zone) : item))
  if (isParts(entry)) {
    return Object.fromEntries(
      (field.properties ?? []).map((part) => [part.name, sentValue(part, entry[part.name], zone)]),
    )
  }
  if (isUntyped(field)) return parsedJson(entry)
  const chosen = field.options?.find((option) => String(option) === entry)
  if (chosen !== undefined) return chosen
  switch (field.type) {
    case 'number':
    case 'integer': {
      const read = readDecimal(entry)
      return 'value' in read ? read.value : entry
    }
    case 'date-time':
      return isInstant(entry) ? entry : (toInstant(entry, zone) ?? entry)
    case 'text':
      return entry
    default:
      return entry.trim()
  }
}

function isBlank(field: Field, entry: Entry): boolean {
  if (field.type === 'duration' && typeof entry === 'string') return isBlankDuration(entry)
  return isEmpty(entry)
}

/** Every mistake in an entry that can be told without asking the server. */
export function mistakesIn(field: Field, entry: Entry | undefined, path = field.name): Mistake[] {
  const tell = (message: string): Mistake[] => [{ path, label: field.label, message }]
  if (entry === undefined || isBlank(field, entry)) return field.required ? tell(missing(field)) : []
  if (Array.isArray(entry)) {
    const { items } = field
    const size = mistakeInCount(field, entry.length)
    if (size) return tell(size)
    return items ? entry.flatMap((item, n) => mistakesIn(items, item, `${path}.${n}`)) : []
  }
  if (isParts(entry)) {
    return (field.properties ?? []).flatMap((part) => mistakesIn(part, entry[part.name], `${path}.${part.name}`))
  }
  if (typeof entry !== 'string') return []
  if (isUntyped(field)) {
    const wrong = mistakeInUntyped(field, entry)
    return wrong ? tell(wrong) : []
  }
  const message = mistakeInText(field, entry)
  return message ? tell(message) : []
}

function missing(field: Field): string {
  if (field.type === 'file') return words.missing.file
  return field.options?.length || field.type === 'boolean' ? words.missing.choice : words.missing.value
}

function mistakeInText(field: Field, text: string): string | undefined {
  if (field.options?.length) return undefined
  switch (field.type) {
    case 'number':
    case 'integer':
      return mistakeInNumber(field, text)
    case 'duration':
      return isDuration(text) ? undefined : words.wrong.duration
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? undefined : words.wrong.date
    case 'time':
      return /^\d{2}:\d{2}(:\d{2})?$/.test(text) ? undefined : words.wrong.time
    case 'date-time':
      return toInstant(text, 'UTC') ? undefined : words.wrong.moment
    case 'text':
      return mistakeInLength(field, text)
    default:
      return undefined
  }
}

function mistakeInUntyped(field: Field, text: string): string | undefined {
  const wrong = mistakeInJson(text, field.type === 'list' ? 'list' : 'object')
  if (wrong) return words.wrong.json[wrong]
  const value = parsedJson(text)
  return Array.isArray(value) ? mistakeInCount(field, value.length) : undefined
}

function mistakeInNumber(field: Field, text: string): string | undefined {
  const read = readDecimal(text)
  if ('mistake' in read) return words.wrong.number[read.mistake](text)
  if (field.type === 'integer' && !isWhole(read.value)) return words.wrong.whole
  if (field.minimum != null && compareDecimals(read.value, String(field.minimum)) < 0) {
    return words.wrong.least(String(field.minimum), field.unit ?? '')
  }
  if (field.exclusive_minimum != null && compareDecimals(read.value, String(field.exclusive_minimum)) <= 0) {
    return words.wrong.above(String(field.exclusive_minimum), field.unit ?? '')
  }
  if (field.exclusive_maximum != null && compareDecimals(read.value, String(field.exclusive_maximum)) >= 0) {
    return words.wrong.below(String(field.exclusive_maximum), field.unit ?? '')
  }
  if (field.maximum != null && compareDecimals(read.value, String(field.maximum)) > 0) {
    return words.wrong.most(String(field.maximum), field.unit ?? '')
  }
  return undefined
}

function mistakeInCount({ min_items: least, max_items: most }: Field, count: number): string | undefined {
  if (least != null && count < least) return words.wrong.few(least)
  return most != null && count > most ? words.wrong.many(most) : undefined
}

function mistakeInLength(field: Field, text: string): string | undefined {
  if (field.max_length != null && [...text].length > field.max_length) {
    return words.wrong.long(field.max_length, [...text].length)
  }
  if (field.min_length != null && [...text].length < field.min_length) return words.wrong.short(field.min_length)
  if (field.format === 'email' && !/^[^\s@]+@[^\s@]+$/.test(text)) return words.wrong.email
  if (field.format === 'uri' && !/^[a-z][a-z0-9+.-]*:\S+$/i.test(text)) return words.wrong.uri
  if (field.pattern && !fits(field.pattern, text)) return words.wrong.pattern(field.pattern)
  return undefined
}

/** The server's pattern language is a little different; what this browser cannot read is left to the server. */
function fits(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text)
  } catch {
    return true
  }
}
