/** What the routes of event logs answer. Durations are whole seconds, shares 0..1, moments RFC 3339. */

export interface LogSummary {
  id: string
  name: string
  source: 'upload' | 'runs'
  procedure?: string | null
  format?: string | null
  cases: number
  events: number
  activities: number
  from?: string | null
  to?: string | null
  imported_at?: string | null
  imported_by?: { id: string; name: string } | null
  may_remove: boolean
}

export interface OwnRuns {
  id: string
  procedure: string
  title: string
  runs: number
}

export interface EventLogs {
  logs: LogSummary[]
  runs: OwnRuns[]
  /** Nothing is told of fewer people than this. */
  smallest_group: number
}

/** Which part of a log is looked at. */
export interface LogFilter {
  from?: string | undefined
  to?: string | undefined
  has?: string[] | undefined
  lacks?: string[] | undefined
  key?: string | undefined
  equals?: string | undefined
  ways?: number | undefined
}

export interface ReadProblem {
  problem: string
  message: string
  outcome: 'case-dropped' | 'event-dropped' | 'value-dropped' | 'text-dropped' | 'kept'
  count: number
  first: { line: number; byte: number }[]
}

export interface ReadAttribute {
  key: string
  scope: 'case' | 'event'
  kind: string
  count: number
}

export interface Mapping {
  delimiter: string
  case?: string | null
  activity?: string | null
  time?: string | null
  person?: string | null
  transition?: string | null
  times: string
  day_or_month: boolean
}

export interface ReadReport {
  format: string
  bytes: number
  cases: number
  events: number
  end: { kind: string; message: string }
  problems: ReadProblem[]
  attributes: ReadAttribute[]
  mapping?: Mapping | null
}

export interface Look {
  format: string
  report: ReadReport
  columns: string[]
  rows: string[][]
  mapping?: Mapping | null
  object_types?: { name: string; objects: number }[] | null
}

export interface LogImported {
  log: LogSummary
  report: ReadReport
}

export interface ActivityFigures {
  activity: string
  times: number
  cases: number
  repeating: number
}

export interface Bottleneck {
  from: string
  to: string
  times: number
  median: number
  total: number
  share: number
}

export interface HandOver {
  from: string
  to: string
  times: number
  handed_over: number
  wait_same?: number | null
  wait_other?: number | null
}

export interface Week {
  begins: string
  arrived: number
  completed: number
  open: number
}

export interface LogAttribute {
  key: string
  scope: 'case' | 'event'
  values: string[]
}

export interface LogOverview {
  summary: LogSummary
  report?: ReadReport | null
  cases: number
  events: number
  variants: number
  durations?: { p10: number; p50: number; p90: number; mean: number } | null
  repeating: number
  activities: ActivityFigures[]
  bottlenecks: Bottleneck[]
  handovers: { places: HandOver[]; withheld: number }
  weeks: Week[]
  attributes: LogAttribute[]
}

export interface MapActivity {
  activity: string
  times: number
  cases: number
  starts: number
  ends: number
  is_start: boolean
  is_end: boolean
  work?: { median: number; mean: number } | null
}

export interface MapPath {
  from: string
  to: string
  times: number
  cases: number
  wait?: { median: number; mean: number; p90: number } | null
}

export interface ProcessMap {
  activities: MapActivity[]
  paths: MapPath[]
  starts: { activity: string; cases: number }[]
  ends: { activity: string; cases: number }[]
  all_activities: number
  all_paths: number
  covered_activities: number
  covered_paths: number
  cases: number
}

export interface Variant {
  variant: number
  cases: number
  share: number
  trace: string[]
  median?: number | null
}

export interface Variants {
  total: number
  items: Variant[]
  next?: string | null
}

export interface LogCaseItem {
  case: number
  name: string
  from?: string | null
  to?: string | null
  events: number
  duration?: number | null
}

export interface LogCases {
  total: number
  items: LogCaseItem[]
  next?: string | null
}

export interface LogCase {
  name: string
  values: { key: string; value: string }[]
  events: {
    activity: string
    at?: string | null
    began?: string | null
    by?: string | null
    transition?: string | null
    values: { key: string; value: string }[]
  }[]
  count: number
  /** The case move by move, where it is held against a procedure. */
  moves?: LogCaseMove[] | null
}

export interface LogCaseMove {
  kind: 'both' | 'log' | 'model'
  /** The place of the event. */
  event?: number | null
  step?: { id: string; number: string; title: string } | null
  found: { class: string; words: string; accepted?: string | null }[]
}
