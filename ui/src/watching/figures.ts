/** Shares, durations and chances as people read them. */
import { decimal } from '../words/format'

/** "81%", "0.4%". Nothing is called all or none that is not. */
export function percent(share: number): string {
  if (share <= 0) return '0%'
  if (share >= 1) return '100%'
  if (share < 0.001) return '<0.1%'
  if (share > 0.999) return '>99.9%'
  const hundred = share * 100
  return hundred < 10 || hundred > 99 ? `${hundred.toFixed(1).replace(/\.0$/, '')}%` : `${Math.round(hundred)}%`
}

const UNITS: [number, string][] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
]

/** Whole seconds in the two largest units: "2 d 4 h", "45 s". From ten days on, days alone. */
export function duration(seconds: number): string {
  const whole = Math.round(Math.abs(seconds))
  const at = UNITS.findIndex(([size]) => whole >= size)
  const sign = seconds < 0 && whole > 0 ? '−' : ''
  const [size, unit] = UNITS[at] ?? [1, 's']
  const large = Math.floor(whole / size)
  const [smaller, less] = UNITS[at + 1] ?? [0, '']
  const rest = smaller > 0 && large < 10 ? Math.floor((whole % size) / smaller) : 0
  const first = `${sign}${decimal(large)} ${unit}`
  return rest > 0 ? `${first} ${rest} ${less}` : first
}

/** How often so much comes about by itself, in words that need no statistics. */
export function chanceWords(chance: number): string {
  if (chance < 1e-6) return 'Chance alone does not do this.'
  if (chance >= 0.5) return 'This may well be chance.'
  return `Chance alone would do this about once in ${decimal(plain(1 / chance))} logs.`
}

/** A number with one digit that counts. */
function plain(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value))
  return Math.round(value / size) * size
}
