/** A time as people say it, with the exact one on hover; it grows older while one looks. */
import { useSyncExternalStore } from 'react'
import { useSession } from '../api/session'
import { StatusChip } from '../theme/Status'
import { dueWords, exactTime, journalTime, momentsIn, relativeTime } from './format'

let now = new Date()
const listeners = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  ticking ??= setInterval(() => {
    now = new Date()
    for (const each of listeners) each()
  }, 30_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size) return
    clearInterval(ticking)
    ticking = undefined
  }
}

/** The time of this device, half a minute exact. */
export const useNow = (): Date => useSyncExternalStore(subscribe, () => now)

export function Time({ at, className }: { at: string; className?: string }) {
  const { zone } = useSession()
  const present = useNow()
  return (
    <time dateTime={at} title={exactTime(at, zone)} className={className}>
      {relativeTime(at, present, zone)}
    </time>
  )
}

export function DueChip({ due }: { due: string }) {
  const { zone } = useSession()
  const { late, soon, words } = dueWords(due, useNow(), zone)
  return (
    <time dateTime={due} title={exactTime(due, zone)}>
      <StatusChip status={late ? 'late' : soon ? 'open' : 'waiting'}>{words}</StatusChip>
    </time>
  )
}

/** Text of the server, its moments told in the person's zone. */
export function Telling({ text }: { text: string }) {
  const { zone } = useSession()
  const parts = momentsIn(text, useNow(), zone).split(/`([^`]+)`/)
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text
  return parts.map((part, n) => (n % 2 === 1 ? <code key={n}>{part}</code> : part))
}

/** The margin of a journal: the clock today, day and clock before. */
export function JournalTime({ at, className }: { at: string; className?: string }) {
  const { zone } = useSession()
  return (
    <time dateTime={at} title={exactTime(at, zone)} className={className}>
      {journalTime(at, useNow(), zone)}
    </time>
  )
}
