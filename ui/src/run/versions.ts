import type { RunScreen } from '../api/runs'

/** The versions that a run can be moved to, the newest first: all but the one that it follows. */
export function otherVersions({ procedure, latest }: Pick<RunScreen, 'procedure' | 'latest'>): number[] {
  const newest = Math.max(latest ?? 0, procedure.number)
  return Array.from({ length: newest }, (_, n) => newest - n).filter((number) => number !== procedure.number)
}
