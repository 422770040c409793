/** What changed between two versions, grouped as a reviewer reads it: the document first, then step by step. */
import type { Change } from '../../api/procedures'

export interface ChangeGroup {
  key: string
  /** What it is about: `role`, `field` and so on, and which. */
  subject: string
  name: string
  step: string | undefined
  changes: Change[]
}

export function grouped(changes: readonly Change[]): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup>()
  for (const change of changes) {
    const step = change.step ?? undefined
    const key = step ? `step ${step}` : `${change.subject} ${change.name ?? ''}`
    const group = groups.get(key) ?? { key, subject: change.subject, name: change.name ?? '', step, changes: [] }
    group.changes.push(change)
    groups.set(key, group)
  }
  const all = [...groups.values()]
  return [...all.filter(({ step }) => !step), ...all.filter(({ step }) => step)]
}

export function weights(changes: readonly Change[]): { behaviour: number; wording: number } {
  const behaviour = changes.filter(({ weight }) => weight === 'behaviour').length
  return { behaviour, wording: changes.length - behaviour }
}

/** The pair that is compared at first: the latest with the one before it. */
export function firstPair(numbers: readonly number[]): { from: number; to: number } | undefined {
  const [to, from] = [...numbers].sort((one, other) => other - one)
  return from === undefined || to === undefined ? undefined : { from, to }
}
