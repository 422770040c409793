/** A way through, with what is repeated at once told as a number. */
export interface Group {
  activity: string
  times: number
}

export function sequence(trace: string[]): Group[] {
  const groups: Group[] = []
  for (const activity of trace) {
    const last = groups.at(-1)
    if (last?.activity === activity) last.times += 1
    else groups.push({ activity, times: 1 })
  }
  return groups
}

/** So many are told before the rest is left for those who ask. */
export const FIRST = 8

/** What is told at first, and how many are not. One more than there is room for is told rather than counted. */
export function atFirst(groups: Group[]): { told: Group[]; more: number } {
  if (groups.length <= FIRST + 1) return { told: groups, more: 0 }
  return { told: groups.slice(0, FIRST), more: groups.length - FIRST }
}

export const HUES = 12

/** Every activity has its colour, the same in every way; the most frequent ones have colours of their own. */
export function hues(activities: string[]): Map<string, number> {
  return new Map(activities.map((activity, place) => [activity, place % HUES]))
}
