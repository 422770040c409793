/** The library's address: what is searched, and what the rows say. */
import type { ProcedureItem } from '../../api/procedures'

export interface LibrarySearch {
  q?: string | undefined
  tag?: string | undefined
  owner?: string | undefined
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)

export const parseLibrarySearch = (search: Record<string, unknown>): LibrarySearch => ({
  q: text(search.q),
  tag: text(search.tag),
  owner: text(search.owner),
})

interface Owner {
  value: string
  label: string
}

/** The tags and owners that can be filtered by, those of the address among them. */
export function choices(rows: ProcedureItem[], search: LibrarySearch): { tags: string[]; owners: Owner[] } {
  const sorted = (found: (string | null | undefined)[]) =>
    [...new Set(found.filter((each): each is string => !!each))].sort((one, other) => one.localeCompare(other))
  return {
    tags: sorted([...rows.flatMap((row) => row.tags), search.tag]),
    owners: sorted([...rows.map((row) => row.owner?.role), search.owner]).map((value) => ({
      value,
      label: rows.find((row) => row.owner?.role === value)?.owner?.title ?? value,
    })),
  }
}

export type Review = 'late' | 'soon' | 'fine' | 'none'
const SOON = 14 * 86_400_000

/** Whether a review is due: late once it is past, soon in its last two weeks. */
export function reviewState(review: ProcedureItem['review'], now: Date): Review {
  if (!review?.due) return review?.overdue ? 'late' : 'none'
  const left = new Date(review.due).getTime() - now.getTime()
  if (review.overdue || left < 0) return 'late'
  return left < SOON ? 'soon' : 'fine'
}
