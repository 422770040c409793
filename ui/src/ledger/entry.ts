/** An entry of the ledger as people read it. */
import type { LedgerLine, SignedCheckpoint } from '../api/ledger'
import { exactTime } from '../words/format'

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})/g

/** The moments in a sentence, told in the reader's zone. */
export const withTimes = (words: string, zone: string): string =>
  words.replace(INSTANT, (instant) => exactTime(instant, zone))

/** What happened, one thing a line: a run's entry holds everything that one step forward brought. */
export const happenings = (words: string, zone: string): string[] =>
  withTimes(words, zone)
    .split(/;\s+/)
    .map((part) => part.trim())
    .filter(Boolean)

export type Place = { to: 'run' | 'procedure'; id: string }

/** Where what an entry is about can be looked at. */
export function placeOf({ kind, subject }: Pick<LedgerLine, 'kind' | 'subject'>): Place | undefined {
  if (['run', 'revealed', 'guest-invited', 'guest-revoked', 'dead-letter'].includes(kind))
    return { to: 'run', id: subject }
  if (kind === 'published' || kind === 'schedule-followed') return { to: 'procedure', id: subject }
  return undefined
}

/** A checkpoint as it was downloaded, and nothing for any other text. */
export function readCheckpoint(text: string): SignedCheckpoint | undefined {
  try {
    const read = JSON.parse(text) as Partial<SignedCheckpoint> | null
    const { number, hash, at, key, signature } = read ?? {}
    if (typeof number !== 'number') return undefined
    if (![hash, at, key, signature].every((part) => typeof part === 'string')) return undefined
    return { number, hash, at, key, signature } as SignedCheckpoint
  } catch {
    return undefined
  }
}
