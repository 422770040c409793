/** Which activity of a log is which step, while somebody says it. */
import type { Mapped } from '../../api/conformance'

export type Said = Mapped['activities'][number]
/** What was changed here, by the activity. */
export type Changes = Readonly<Record<string, string[]>>

export const SHOWN = ['all', 'open', 'guessed'] as const
export type Shown = (typeof SHOWN)[number]

export const stepsOf = ({ activity, steps }: Said, changes: Changes): string[] => changes[activity] ?? steps

/** Those that fit, in the order in which they want a look: without a step, guessed, said; the most frequent first. */
export function fitting(activities: Said[], query: string, shown: Shown): Said[] {
  const wanted = folded(query).split(/\s+/).filter(Boolean)
  return activities
    .filter(
      ({ activity, steps, guessed }) =>
        (shown === 'all' || (shown === 'open' ? steps.length === 0 : guessed && steps.length > 0)) &&
        wanted.every((word) => folded(activity).includes(word)),
    )
    .sort((one, other) => rank(one) - rank(other) || other.times - one.times)
}

const rank = ({ steps, guessed }: Said): number => (guessed ? (steps.length === 0 ? 0 : 1) : 2)

/** What is to be saved: everything that somebody said before, with what is said now. What is guessed stays a guess. */
export function toSay(activities: Said[], changes: Changes): Record<string, string[]> {
  const said: Record<string, string[]> = {}
  for (const each of activities) {
    const steps = changes[each.activity]
    if (steps) said[each.activity] = steps
    else if (!each.guessed) said[each.activity] = each.steps
  }
  return said
}

/** A change that says what was there already is none. */
export function changed(activities: Said[], changes: Changes, activity: string, steps: string[]): Changes {
  const before = activities.find((each) => each.activity === activity)?.steps ?? []
  const { [activity]: _, ...others } = changes
  const same = before.length === steps.length && before.every((step) => steps.includes(step))
  return same ? others : { ...others, [activity]: steps }
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
