/**
 * Half-filled forms survive a reload, a closed tab and a lost connection: kept in this browser by person, run and task,
 * forgotten on success, after a month, or at sign-out. Sensitive fields are never kept.
 */
import { type Entry, type Field, isEmpty, isUntyped } from './field'

export type Entries = Record<string, Entry>

export interface Draft {
  revision: string
  at: number
  entries: Entries
}

const PREFIX = 'understudy.draft.'
const MONTH = 31 * 86_400_000
const MOST = 200_000

export const draftPlace = (person: string, run: string, task: string): string => `${PREFIX}${person}/${run}/${task}`

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** Without the sensitive fields, at any depth. */
export function keepable(fields: Field[], entries: Entries): Entries {
  const kept: Entries = {}
  for (const field of fields) {
    const entry = entries[field.name]
    if (entry === undefined || holdsSensitive(field) || isEmpty(entry)) continue
    kept[field.name] = entry
  }
  return kept
}

const holdsSensitive = (field: Field): boolean =>
  !!field.sensitive || (field.properties ?? []).some(holdsSensitive) || (!!field.items && holdsSensitive(field.items))

export function keepDraft(shelf: Shelf, place: string, draft: Draft): void {
  const text = JSON.stringify(draft)
  try {
    if (Object.keys(draft.entries).length === 0 || text.length > MOST) shelf.removeItem(place)
    else shelf.setItem(place, text)
  } catch {
    // A full or forbidden store: the form still works, it only does not survive a reload.
  }
}

/** The draft of this place, and nothing for one that is too old or cannot be read. */
export function readDraft(shelf: Shelf, place: string, now: number): Draft | undefined {
  const text = shelf.getItem(place)
  if (!text) return undefined
  try {
    const draft = JSON.parse(text) as Draft
    const whole = typeof draft.revision === 'string' && typeof draft.at === 'number' && isObject(draft.entries)
    if (whole && now - draft.at < MONTH) return draft
  } catch {
    // Falls through: what cannot be read is forgotten.
  }
  shelf.removeItem(place)
  return undefined
}

const isObject = (value: unknown): value is Entries => !!value && typeof value === 'object' && !Array.isArray(value)

/** Drafts of every task of everybody, for signing out on a shared device. */
export function forgetAllDrafts(shelf: Shelf): void {
  const places = Array.from({ length: shelf.length }, (_, n) => shelf.key(n)).filter((key) => key?.startsWith(PREFIX))
  for (const place of places) if (place) shelf.removeItem(place)
}

/** What was typed, for the fields that the form still asks for and whose shape still fits. */
export function fitDraft(fields: Field[], draft: Entries): Entries {
  const fitted: Entries = {}
  for (const field of fields) {
    const entry = draft[field.name]
    if (entry !== undefined && fitsShape(field, entry)) fitted[field.name] = entry
  }
  return fitted
}

function fitsShape(field: Field, entry: Entry): boolean {
  if (isUntyped(field)) return typeof entry === 'string'
  switch (field.type) {
    case 'boolean':
      return typeof entry === 'boolean'
    case 'list':
      return Array.isArray(entry)
    case 'file':
    case 'object':
      return isObject(entry)
    default:
      return typeof entry === 'string'
  }
}
