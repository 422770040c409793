/** What the routes of conformance, cases and drafts of logs answer. */
export type DeviationClass =
  | 'missing'
  | 'extra'
  | 'out_of_order'
  | 'wrong_branch'
  | 'missing_evidence'
  | 'four_eyes'
  | 'late'
  | 'wrong_role'

export interface StepNamed {
  id: string
  number: string
  title: string
}

export interface Deviation {
  place: number
  class: DeviationClass
  step?: StepNamed | null
  detail?: string
  title: string
  occurrences: number
  cases: number
  share: number
  trend: { from: string; cases: number; deviating: number }[]
  changed?: { on: string; before: number; since: number; chance: number; among?: string | null } | null
  time?: { with: number; without: number } | null
  explained: {
    attribute: string
    condition: string
    cases: number
    deviating: number
    inside: number
    outside: number
    chance: number
  }[]
  accepted?: string | null
}

export interface Conformance {
  procedure: { id: string; title: string; version: string; number?: number }
  cases: number
  events: number
  variants: number
  conforming: number
  fitness: { fitting: number; mean: number; log: number; lower: number; cost: number }
  unproven: number
  unknown_activities: { activity: string; times: number }[]
  unseen_steps: StepNamed[]
  deviations: Deviation[]
}

export interface Mapped {
  activities: { activity: string; times: number; steps: string[]; guessed: boolean }[]
  etag: string
}

export interface Acceptance {
  id: string
  class: DeviationClass
  step?: string | null
  detail?: string | null
  reason: string
  until?: string | null
  accepted_by?: { id: string; name: string } | null
  accepted_at: string
  may_withdraw: boolean
}

export interface LeftOut {
  title: string
  activities: string[]
  cases: number
}

export interface Drafted {
  text: string
  id: string
  fitness: { fitting: number; mean: number; log: number }
  precision: number
  simplicity: { nodes: number }
  rules: number
  exceptions: LeftOut[]
  dropped: LeftOut[]
}
