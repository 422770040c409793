/** The drawing of a process map: activities and the paths between them, a start and an end. */
import type { MapActivity, MapPath, ProcessMap } from '../../api/eventLogs'
import { decimal } from '../../words/format'
import { duration } from '../figures'
import { type Level, type Scale, scaleOf } from './scale'
import type { MapLook } from './search'

export interface MapNode {
  id: string
  kind: 'start' | 'end' | 'activity'
  label: string
  /** What is written on it: how often, or how long it was worked on. */
  figure: string
  level: Level | undefined
  activity?: MapActivity
}

export interface MapEdge {
  id: string
  from: string
  to: string
  figure: string
  width: number
  level: Level
  /** How much it is the usual way: 0..1. */
  weight: number
  /** Absent between the start or the end and an activity. */
  path?: MapPath
}

export interface MapGraph {
  look: MapLook
  nodes: MapNode[]
  edges: MapEdge[]
  ofNodes: Scale
  ofEdges: Scale
}

export const START = 'start'
export const END = 'end'
const THIN = 1
const THICK = 6

/** Names may be anything, ids are not. */
export const nodeId = (place: number) => `a${place}`

export function mapGraph(map: ProcessMap, look: MapLook, names: { start: string; end: string }): MapGraph {
  const ofNodes = scaleOf(
    look,
    map.activities.map((each) => nodeValue(each, look) ?? 0),
  )
  const ofEdges = scaleOf(
    look,
    map.paths.map((each) => pathValue(each, look) ?? 0),
  )
  const often = scaleOf(
    'frequency',
    map.paths.map(({ times }) => times),
  )
  const ids = new Map(map.activities.map(({ activity }, place) => [activity, nodeId(place)]))
  const activities = map.activities.map((activity, place): MapNode => {
    const value = nodeValue(activity, look)
    return {
      id: nodeId(place),
      kind: 'activity',
      label: activity.activity,
      figure: value === undefined ? '' : told(value, look),
      level: value === undefined ? undefined : ofNodes.level(value),
      activity,
    }
  })
  const paths = map.paths.flatMap((path, place): MapEdge[] => {
    const [from, to] = [ids.get(path.from), ids.get(path.to)]
    if (from === undefined || to === undefined) return []
    const value = pathValue(path, look)
    return [
      {
        id: `p${place}`,
        from,
        to,
        figure: value === undefined ? '' : told(value, look),
        width: THIN + (THICK - THIN) * ofEdges.strength(value ?? 0),
        level: ofEdges.level(value ?? 0),
        weight: often.strength(path.times),
        path,
      },
    ]
  })
  const ends = (kind: 'start' | 'end'): MapEdge[] =>
    map.activities.flatMap((activity, place) => {
      const cases = kind === 'start' ? activity.starts : activity.ends
      if (!(kind === 'start' ? activity.is_start : activity.is_end)) return []
      const strength = look === 'frequency' ? ofEdges.strength(cases) : 0
      return [
        {
          id: `${kind}${place}`,
          from: kind === 'start' ? START : nodeId(place),
          to: kind === 'start' ? nodeId(place) : END,
          figure: look === 'frequency' ? decimal(cases) : '',
          width: THIN + (THICK - THIN) * strength,
          level: look === 'frequency' ? ofEdges.level(cases) : 0,
          weight: often.strength(cases),
        },
      ]
    })
  const pill = (kind: 'start' | 'end'): MapNode => ({
    id: kind === 'start' ? START : END,
    kind,
    label: names[kind],
    figure: '',
    level: undefined,
  })
  return {
    look,
    nodes: [pill('start'), ...activities, pill('end')],
    edges: [...ends('start'), ...paths, ...ends('end')],
    ofNodes,
    ofEdges,
  }
}

/** How long an activity was worked on is known only where the log tells its beginning too. */
const nodeValue = ({ times, work }: MapActivity, look: MapLook): number | undefined =>
  look === 'frequency' ? times : work?.median

const pathValue = ({ times, wait }: MapPath, look: MapLook): number | undefined =>
  look === 'frequency' ? times : wait?.median

export const told = (value: number, look: MapLook): string => (look === 'frequency' ? decimal(value) : duration(value))

/** The paths into an activity and out of it, the most frequent first. */
export function pathsOf(map: ProcessMap, activity: string): { into: MapPath[]; out: MapPath[] } {
  const often = (one: MapPath, other: MapPath) => other.times - one.times
  return {
    into: map.paths.filter(({ to }) => to === activity).sort(often),
    out: map.paths.filter(({ from }) => from === activity).sort(often),
  }
}
