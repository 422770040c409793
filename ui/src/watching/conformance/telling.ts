/** What a deviation is about, and what it says, in words. */
import type { Deviation } from '../../api/conformance'
import { words } from '../../words/en/conformance'
import { calendarDate } from '../../words/format'
import { duration, percent } from '../figures'

type Named = Pick<Deviation, 'class' | 'step' | 'detail'>

export function subject({ step, detail }: Named): string {
  if (step) return words.step(step.number, step.title)
  return detail || words.something
}

export const saying = ({ class: kind, detail }: Named): string => words.says[kind](detail ?? '')

/** "4.2 Approve the refund: left out" */
export const whole = (deviation: Named): string => `${subject(deviation)}: ${saying(deviation)}`

/** Since when, where, and what it costs: the short form, for a list. */
export function shortly({ changed, explained, time }: Deviation): string[] {
  const parts: string[] = []
  if (changed && percent(changed.before) !== percent(changed.since)) {
    parts.push(words.since(calendarDate(changed.on), percent(changed.before), percent(changed.since)))
    if (changed.among) parts.push(words.where(changed.among))
  }
  const [first] = explained
  if (first && !changed?.among) parts.push(words.moreOften(first.attribute, first.condition))
  if (time && time.with !== time.without) parts.push(cost(time))
  return parts
}

export function cost(time: { with: number; without: number }): string {
  const more = time.with - time.without
  return more > 0 ? words.timeLonger(duration(more)) : words.timeShorter(duration(-more))
}
