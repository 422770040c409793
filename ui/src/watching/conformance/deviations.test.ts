import { expect, test } from 'vitest'
import type { Deviation, DeviationClass } from '../../api/conformance'
import { accepting, byClass, bySteps, covers, keeping, listed, NO_STEP, nameOf, scopesOf } from './deviations'

const step = (id: string) => ({ id, number: '1', title: id })

function deviation(kind: DeviationClass, at: string | undefined, more: Partial<Deviation> = {}): Deviation {
  return {
    place: 0,
    class: kind,
    step: at ? step(at) : null,
    detail: '',
    title: '',
    occurrences: 10,
    cases: 10,
    share: 0.1,
    trend: [],
    explained: [],
    ...more,
  }
}

const missing = deviation('missing', 'approve')
const late = deviation('late', 'approve', { cases: 40, share: 0.4 })
const fields = ['photo', 'scan'].map((detail, at) =>
  deviation('missing_evidence', 'inspect', { detail, cases: 5 + at, share: 0.05 }),
)
const phone = deviation('extra', undefined, { detail: 'Phone call' })
const accepted = deviation('late', 'pay', { accepted: 'The bank is slow.', cases: 90, share: 0.9 })
const all = [accepted, late, missing, phone, ...fields]

test('what is accepted is listed last, whatever its frequency', () => {
  expect(listed(all, {}).map(nameOf).at(-1)).toBe('late.pay.')
  expect(listed(all, { class: 'late' })).toEqual([late, accepted])
})

test('a step, or none, narrows the list', () => {
  expect(listed(all, { step: 'approve' })).toEqual([late, missing])
  expect(listed(all, { step: NO_STEP })).toEqual([phone])
  expect(listed(all, { step: 'approve', class: 'extra' })).toEqual([])
})

test('two deviations never have one name', () => {
  expect(new Set(all.map(nameOf)).size).toBe(all.length)
})

test('kinds are counted in their order, without what is accepted', () => {
  expect(byClass(all)).toEqual([
    { class: 'missing', kinds: 1 },
    { class: 'extra', kinds: 1 },
    { class: 'missing_evidence', kinds: 2 },
    { class: 'late', kinds: 1 },
  ])
})

test('a step tells its classes, the most frequent first, and never adds the cases of two', () => {
  const steps = bySteps(all)
  expect(steps.get('approve')).toEqual({
    share: 0.4,
    classes: [
      { class: 'late', cases: 40, kinds: 1 },
      { class: 'missing', cases: 10, kinds: 1 },
    ],
  })
  expect(steps.get('inspect')?.classes).toEqual([{ class: 'missing_evidence', cases: 6, kinds: 2 }])
  expect(steps.has('pay')).toBe(false)
})

test('an acceptance may be as narrow as the deviation, or as wide as its class', () => {
  const photo = fields[0] as Deviation
  expect(scopesOf(photo)).toEqual(['exact', 'step', 'class'])
  expect(scopesOf(missing)).toEqual(['exact', 'class'])
  expect(scopesOf(phone)).toEqual(['exact', 'class'])
  expect(accepting(photo, 'exact')).toEqual({ class: 'missing_evidence', step: 'inspect', detail: 'photo' })
  expect(accepting(photo, 'step')).toEqual({ class: 'missing_evidence', step: 'inspect' })
  expect(accepting(phone, 'exact')).toEqual({ class: 'extra', detail: 'Phone call' })
  expect(accepting(phone, 'class')).toEqual({ class: 'extra' })
})

test('what an acceptance does not name may be anything', () => {
  expect(all.filter((each) => covers(accepting(fields[0] as Deviation, 'step'), each))).toEqual(fields)
  expect(all.filter((each) => covers(accepting(fields[0] as Deviation, 'exact'), each))).toEqual([fields[0]])
  expect(all.filter((each) => covers({ class: 'late' }, each))).toEqual([accepted, late])
})

test('all of no cases keep to it', () => {
  expect(keeping({ cases: 0, conforming: 0 })).toBe(1)
  expect(keeping({ cases: 4, conforming: 3 })).toBe(0.75)
})
