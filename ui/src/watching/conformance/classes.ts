/** The ways in which work departs from its procedure: first what the flow tells, then what data, people and times do. */
import type { DeviationClass } from '../../api/conformance'

export const CLASSES = [
  'missing',
  'extra',
  'out_of_order',
  'wrong_branch',
  'missing_evidence',
  'four_eyes',
  'late',
  'wrong_role',
] as const satisfies readonly DeviationClass[]
