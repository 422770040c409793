/** Durations as a number and a unit, spelled as procedures spell them. */
export const DURATION_UNITS = ['m', 'h', 'd', 'w', 'working days'] as const
export type DurationUnit = (typeof DURATION_UNITS)[number]

export interface DurationParts {
  amount: string
  unit: DurationUnit
}

/** Undefined for a spelling of several units ("1d 12h"), which is shown as text. */
export function durationParts(text: string): DurationParts | undefined {
  if (!text.trim()) return { amount: '', unit: 'h' }
  const found = /^\s*(\S*?)\s*(m|h|d|w|working days?)\s*$/.exec(text)
  if (!found) return undefined
  const unit = found[2]?.startsWith('working') ? 'working days' : (found[2] as DurationUnit)
  return { amount: found[1] ?? '', unit }
}

/** The unit stays even without an amount, so that choosing it first is not lost. */
export const durationText = ({ amount, unit }: DurationParts): string =>
  unit === 'working days'
    ? `${amount.trim()} working ${amount.trim() === '1' ? 'day' : 'days'}`
    : `${amount.trim()}${unit}`

export const isDuration = (text: string): boolean =>
  /^\d+ working (days?|hours?)$/.test(text.trim()) || /^(\d+[wdhms])( ?\d+[wdhms])*$/.test(text.trim())

/** A unit alone is nothing yet. */
export const isBlankDuration = (text: string): boolean => /^\s*(m|h|d|w|working days?)?\s*$/.test(text)
