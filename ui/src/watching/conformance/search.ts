/** What is compared and what is looked at, as the address tells it. */
import type { DeviationClass } from '../../api/conformance'
import { CLASSES } from './classes'

export interface ConformanceSearch {
  procedure?: string
  /** Which publication of it; the latest where absent. */
  number?: number
  class?: DeviationClass
  /** A step's id, or `NO_STEP`. */
  step?: string
  /** The deviation that is open, by its name. */
  deviation?: string
}

export function parseConformanceSearch(raw: Record<string, unknown>): ConformanceSearch {
  return {
    ...parseCompared(raw),
    class: CLASSES.find((kind) => kind === raw.class),
    step: text(raw.step),
    deviation: text(raw.deviation),
  }
}

/** Which procedure a log is compared with, on every page that tells it. */
export function parseCompared(raw: Record<string, unknown>): Pick<ConformanceSearch, 'procedure' | 'number'> {
  return { procedure: text(raw.procedure), number: whole(raw.number) }
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value ? value : undefined
}

const whole = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined
