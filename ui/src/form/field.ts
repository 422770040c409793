/** What a form asks for, and what has been typed so far. Typed text stays text until it is sent. */

export type FieldType =
  | 'text'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'date'
  | 'date-time'
  | 'time'
  | 'duration'
  | 'file'
  | 'list'
  | 'object'
  | 'run'
  | 'person'

export interface Field {
  name: string
  label: string
  help?: string | null
  type: FieldType
  unit?: string | null
  options?: unknown[] | null
  minimum?: string | number | null
  maximum?: string | number | null
  /** It is more than this. */
  exclusive_minimum?: string | number | null
  /** It is less than this. */
  exclusive_maximum?: string | number | null
  pattern?: string | null
  /** A well-known shape of text. */
  format?: string | null
  min_length?: number | null
  min_items?: number | null
  max_items?: number | null
  max_length?: number | null
  accept?: string[] | null
  required?: boolean
  /** Under what condition it is required, in words. */
  required_when?: string | null
  evidence?: boolean
  sensitive?: boolean
  multiline?: boolean
  items?: Field | null
  properties?: Field[] | null
  current?: unknown
}

/** A file that the server already holds. */
export interface FileReference {
  sha256: string
  name: string
  media_type: string
  size: number
}

export type Entry = string | boolean | null | FileReference | Entry[] | { [name: string]: Entry }

/** A new entry, or what to make of the one that is there by then: an upload ends long after it began. */
export type Change = Entry | ((now: Entry | undefined) => Entry)

export const changed = (now: Entry | undefined, change: Change): Entry =>
  typeof change === 'function' ? change(now) : change

export const isFile = (entry: unknown): entry is FileReference =>
  !!entry && typeof entry === 'object' && 'sha256' in entry && typeof entry.sha256 === 'string'

export const isParts = (entry: unknown): entry is Record<string, Entry> =>
  !!entry && typeof entry === 'object' && !Array.isArray(entry) && !isFile(entry)

/** A list or an object of which the procedure does not say what is in it. It is written as JSON. */
export const isUntyped = ({ type, items, properties }: Field): boolean =>
  (type === 'list' && !items) || (type === 'object' && !properties?.length)

export const partsOf = (entry: Entry | undefined): Record<string, Entry> => (isParts(entry) ? entry : {})

export function emptyEntry(field: Field): Entry {
  if (isUntyped(field)) return ''
  switch (field.type) {
    case 'boolean':
    case 'file':
      return null
    case 'list':
      return []
    case 'object':
      return Object.fromEntries((field.properties ?? []).map((part) => [part.name, emptyEntry(part)]))
    default:
      return ''
  }
}

export function isEmpty(entry: Entry | undefined): boolean {
  if (entry === undefined || entry === null) return true
  if (typeof entry === 'string') return entry.trim() === ''
  if (Array.isArray(entry)) return entry.length === 0
  if (isFile(entry)) return false
  if (typeof entry === 'object') return Object.values(entry).every(isEmpty)
  return false
}
