/** A map as its address tells it, and which part of it is shown at first. */
import type { MapDetail } from '../../api/eventLogs'

export type MapLook = 'frequency' | 'time'

export interface MapSearch {
  /** How often, where nothing is said. */
  look?: 'time' | undefined
  /** Told in words and numbers instead of drawn. */
  as?: 'table' | undefined
  /** Percent. */
  activities?: number | undefined
  paths?: number | undefined
}

const percent = (value: unknown): number | undefined => {
  const said = typeof value === 'string' && value ? Number(value) : value
  return typeof said === 'number' && said >= 0 && said <= 100 ? Math.round(said) : undefined
}

export function parseMapSearch(raw: Record<string, unknown>): MapSearch {
  return {
    look: raw.look === 'time' ? 'time' : undefined,
    as: raw.as === 'table' ? 'table' : undefined,
    activities: percent(raw.activities),
    paths: percent(raw.paths),
  }
}

/** More activities than this are not taken in at one look. */
const CALM = 30
/** Beside the paths without which an activity could not be reached: the most frequent tenth. */
const PATHS = 10

/** Percent of each; what the address does not say is chosen so that the map can be read. */
export function shownPercent(search: MapSearch, activities: number): { activities: number; paths: number } {
  return {
    activities: search.activities ?? (activities > CALM ? Math.round((CALM / activities) * 100) : 100),
    paths: search.paths ?? PATHS,
  }
}

export const detailOf = (shown: { activities: number; paths: number }): MapDetail => ({
  activities: shown.activities / 100,
  paths: shown.paths / 100,
})
