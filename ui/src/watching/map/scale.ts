/**
 * How strong something is drawn. Counts grow by their root, so that rare paths are still seen; times by their logarithm,
 * as minutes and months stand beside each other.
 */
import type { MapLook } from './search'

export const LEVELS = 5
export type Level = 0 | 1 | 2 | 3 | 4

export interface Scale {
  /** 0..1. */
  strength: (value: number) => number
  level: (value: number) => Level
  /** From which value on each level holds. */
  from: number[]
}

const MINUTE = 60

export function scaleOf(look: MapLook, values: number[]): Scale {
  const most = Math.max(0, ...values)
  const strength = (value: number): number => {
    if (most <= 0 || value <= 0) return 0
    if (look === 'frequency') return Math.min(1, Math.sqrt(value / most))
    return Math.min(1, Math.log1p(value / MINUTE) / Math.log1p(most / MINUTE))
  }
  const inverse = (part: number): number =>
    look === 'frequency' ? part * part * most : MINUTE * Math.expm1(part * Math.log1p(most / MINUTE))
  return {
    strength,
    level: (value) => Math.min(LEVELS - 1, Math.floor(strength(value) * LEVELS + 1e-9)) as Level,
    from: Array.from({ length: LEVELS }, (_, level) => inverse(level / LEVELS)),
  }
}
