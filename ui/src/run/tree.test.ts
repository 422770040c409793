import { describe, expect, test } from 'vitest'
import type { RunScreen, RunStep } from '../api/runs'
import { foldedAtFirst, movedStep, progressOf, shownStep, shownTask, visibleRows, whyHere } from './tree'

const step = (id: string, state: string, more: Partial<RunStep> = {}): RunStep => ({
  id,
  number: id,
  depth: 0,
  title: id,
  verb: 'person',
  state,
  visits: 0,
  collapsible: false,
  hidden: false,
  sets: [],
  ...more,
})
const steps = [
  step('look-up', 'done'),
  step('remedy', 'open', { collapsible: true }),
  step('refund', 'open', { parent: 'remedy', branch: 'small' }),
  step('pay', 'later', { parent: 'remedy', branch: 'small' }),
  step('replace', 'not-taken', { parent: 'remedy', branch: 'large', why: 'amount 620 > 500', collapsible: true }),
  step('order', 'not-taken', { parent: 'replace' }),
  step('tell', 'later'),
]
const task = (id: string, at: string, yours: boolean) => ({ task: id, step: at, yours }) as RunScreen['tasks'][number]

describe('the tree', () => {
  test('tells a way once, above its first step', () =>
    expect(visibleRows(steps, new Set()).map(({ caption }) => caption)).toEqual([
      undefined,
      undefined,
      'small',
      undefined,
      'large',
      undefined,
      undefined,
    ]))
  test('hides everything within a folded block, at any depth', () =>
    expect(visibleRows(steps, new Set(['remedy'])).map(({ step: s }) => s.id)).toEqual(['look-up', 'remedy', 'tell']))
  test('folds at first only long blocks in which nothing is under way', () => {
    const block = (state: string) => [
      step('b', 'done', { collapsible: true }),
      ...Array.from({ length: 8 }, (_, n) => step(`b${n}`, n === 7 ? state : 'done', { parent: 'b' })),
    ]
    expect([...foldedAtFirst(block('done'))]).toEqual(['b'])
    expect([...foldedAtFirst(block('open'))]).toEqual([])
  })
  test('moves through what is seen', () => {
    const rows = visibleRows(steps, new Set(['remedy']))
    expect(movedStep(rows, 'remedy', 1)).toBe('tell')
    expect(movedStep(rows, 'tell', 1)).toBe('tell')
  })
})

test('progress counts neither blocks nor ways that were not taken', () => {
  expect(progressOf(steps)).toEqual({ done: 1, of: 4, at: 2 })
  expect(progressOf([])).toEqual({ done: 0, of: 0, at: 0 })
})

describe('what is in the middle', () => {
  const run = { steps, tasks: [task('1', 'refund', false), task('2', 'tell', true)] }
  test('is the task asked for', () => expect(shownTask(run, { task: '1' })?.task).toBe('1'))
  test('is one of mine before one of others', () => expect(shownTask(run, {})?.task).toBe('2'))
  test('is the task of the step asked for, or none', () => {
    expect(shownTask(run, { step: 'refund' })?.task).toBe('1')
    expect(shownTask(run, { step: 'pay', task: '1' })).toBeUndefined()
    expect(shownStep(run, { step: 'pay' })).toBe('pay')
  })
  test('is where the run stands when nobody has anything to do', () =>
    expect(shownStep({ steps, tasks: [] }, {})).toBe('remedy'))
  test('is no step once the run has ended', () =>
    expect(shownStep({ steps: [step('look-up', 'done'), step('tell', 'not-taken')], tasks: [] }, {})).toBeUndefined())
})

test('why a step: the decisions of the blocks around it, outermost first', () => {
  const decision = (at: string) => ({ step: at, at: '', inputs: [], held: '', because: [], words: at })
  const { reasons, branch } = whyHere({ steps, decisions: [decision('replace'), decision('remedy')] }, 'order')
  expect(reasons.map(({ title }) => title)).toEqual(['remedy', 'replace'])
  expect(branch).toBeUndefined()
  expect(whyHere({ steps, decisions: [] }, 'pay').branch).toBe('small')
})
