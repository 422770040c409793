/** What the palette offers, in groups; found by words in any order. */
import { ranked } from './rank'

export const GROUPS = ['page', 'task', 'run', 'procedure', 'start', 'go', 'set'] as const
export type Group = (typeof GROUPS)[number]

export interface Entry {
  id: string
  group: Group
  title: string
  /** Said beside it, and found by as well. */
  about?: string
  /** Found by these as well, unsaid. */
  also?: string
  /** The key that does the same. */
  keys?: string
  run: () => void
}

/** With nothing asked: what this page can do and where to go; the rest only as it is asked for. */
const AT_FIRST: Group[] = ['page', 'go']
const MOST: Record<Group, number> = { page: 8, task: 6, run: 6, procedure: 6, start: 6, go: 12, set: 6 }

/**
 * The entries to show, each group together. `found` were found by the server already, by words that need not stand in
 * their titles.
 */
export function offered(own: Entry[], found: Entry[], query: string): Entry[] {
  const asked = query.trim()
  const mine = asked
    ? ranked(own, asked, ({ title, about, also }) => [title, about, also].filter(Boolean).join(' '))
    : own.filter(({ group }) => AT_FIRST.includes(group))
  const all = asked ? [...mine, ...found] : mine
  return GROUPS.flatMap((group) => all.filter((entry) => entry.group === group).slice(0, MOST[group]))
}

/** Moves within a list and around its ends. */
export const around = (at: number, by: number, length: number): number =>
  length === 0 ? 0 : (at + by + length) % length
