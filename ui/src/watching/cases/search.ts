/** Which cases are listed, as the address tells it. */
import { type ConformanceSearch, parseCompared, parseConformanceSearch } from '../conformance/search'

export interface CasesSearch extends Pick<ConformanceSearch, 'procedure' | 'number' | 'deviation'> {
  /** The place of a variant. */
  variant?: number
  /** Words of a case's name. */
  q?: string
}

export function parseCasesSearch(raw: Record<string, unknown>): CasesSearch {
  const variant = Number(raw.variant)
  const q = typeof raw.q === 'number' ? String(raw.q) : raw.q
  return {
    ...parseCompared(raw),
    deviation: parseConformanceSearch(raw).deviation,
    variant: raw.variant !== undefined && Number.isInteger(variant) && variant >= 0 ? variant : undefined,
    q: typeof q === 'string' && q ? q : undefined,
  }
}
