/** The deviations of a log: which are listed, what they say of each step, and what accepting one would cover. */
import type { Acceptance, Conformance, Deviation, DeviationClass } from '../../api/conformance'
import { CLASSES } from './classes'

/** Where a deviation is about no step. */
export const NO_STEP = '-'

/** What is the same deviation in every comparison: its place in the list changes with what is accepted. */
export const nameOf = ({ class: kind, step, detail }: Pick<Deviation, 'class' | 'step' | 'detail'>): string =>
  [kind, step?.id ?? NO_STEP, detail ?? ''].join('.')

export interface Narrowed {
  class?: DeviationClass | undefined
  /** A step's id, or `NO_STEP`. */
  step?: string | undefined
}

/** Those that fit, the counted ones before the accepted, each as the server has them: the most frequent first. */
export function listed(deviations: Deviation[], { class: kind, step }: Narrowed): Deviation[] {
  const fits = deviations.filter(
    (each) => (!kind || each.class === kind) && (!step || (each.step?.id ?? NO_STEP) === step),
  )
  return [...fits.filter((each) => each.accepted == null), ...fits.filter((each) => each.accepted != null)]
}

/** How many deviations count, by class; classes without any are left out. */
export function byClass(deviations: Deviation[]): { class: DeviationClass; kinds: number }[] {
  const counted = deviations.filter(({ accepted }) => accepted == null)
  return CLASSES.map((kind) => ({
    class: kind,
    kinds: counted.filter((each) => each.class === kind).length,
  })).filter(({ kinds }) => kinds > 0)
}

export interface AtStep {
  /** The largest share of cases that one deviation has here. */
  share: number
  classes: { class: DeviationClass; cases: number; kinds: number }[]
}

/**
 * What counts at every step, by its id. The cases of two deviations are often the same, so that they are not added: of
 * a class with several, the most frequent one is told.
 */
export function bySteps(deviations: Deviation[]): Map<string, AtStep> {
  const steps = new Map<string, AtStep>()
  for (const { step, class: kind, cases, share, accepted } of deviations) {
    if (!step || accepted != null) continue
    const at = steps.get(step.id) ?? { share: 0, classes: [] }
    steps.set(step.id, at)
    at.share = Math.max(at.share, share)
    const same = at.classes.find((each) => each.class === kind)
    if (same) {
      same.kinds += 1
      same.cases = Math.max(same.cases, cases)
    } else {
      at.classes.push({ class: kind, cases, kinds: 1 })
    }
  }
  for (const at of steps.values()) at.classes.sort((one, other) => other.cases - one.cases)
  return steps
}

/** How much is accepted with a deviation: itself, its class at its step whatever the detail, its class everywhere. */
export const SCOPES = ['exact', 'step', 'class'] as const
export type Scope = (typeof SCOPES)[number]

/** The scopes that differ for this one. */
export function scopesOf({ step, detail }: Pick<Deviation, 'step' | 'detail'>): Scope[] {
  return SCOPES.filter((scope) => scope === 'class' || (scope === 'exact' ? !!detail || !!step : !!detail && !!step))
}

export interface Accepting {
  class: DeviationClass
  step?: string
  detail?: string
}

export function accepting({ class: kind, step, detail }: Deviation, scope: Scope): Accepting {
  return {
    class: kind,
    ...(step && scope !== 'class' ? { step: step.id } : {}),
    ...(detail && scope === 'exact' ? { detail } : {}),
  }
}

/** Whether an acceptance is about a deviation. What it does not name may be anything. */
export const covers = (
  { class: kind, step, detail }: Pick<Acceptance, 'class' | 'step' | 'detail'>,
  deviation: Pick<Deviation, 'class' | 'step' | 'detail'>,
): boolean =>
  kind === deviation.class &&
  (step == null || step === deviation.step?.id) &&
  (detail == null || detail === (deviation.detail ?? ''))

/** The share of cases that keep to the procedure; all of none. */
export const keeping = ({ cases, conforming }: Pick<Conformance, 'cases' | 'conforming'>): number =>
  cases === 0 ? 1 : conforming / cases
