/** Which procedure a log is compared with: the one in the address, the one of these runs, or the one chosen last. */
import type { ConformanceSearch } from './search'

type Compared = Pick<ConformanceSearch, 'procedure' | 'number'>

const last = new Map<string, Compared>()

/** The choice holds as long as the page is open, so that it survives a look at another tab. */
export function remember(log: string, compared: Compared): void {
  last.set(log, compared)
}

export function comparedWith(log: string, search: Compared, ofRuns: string | null | undefined): Compared {
  if (search.procedure) return { procedure: search.procedure, ...(search.number ? { number: search.number } : {}) }
  return last.get(log) ?? (ofRuns ? { procedure: ofRuns } : {})
}
