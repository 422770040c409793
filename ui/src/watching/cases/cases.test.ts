import { expect, test } from 'vitest'
import type { LogCase } from '../../api/eventLogs'
import { parseCasesSearch } from './search'
import { alike, summary, timeline, worked } from './timeline'

const event = (activity: string, at?: string) => ({ activity, at: at ? `2026-03-04T${at}Z` : null, values: [] })
const events: LogCase['events'] = [event('A', '08:00:00'), event('B'), event('C', '09:00:00'), event('D', '09:00:30')]
const step = (id: string) => ({ id, number: '1', title: id })

test('the time between two moments is told, past those that have none, and the longest stands out', () => {
  const told = timeline({ events })
  expect(told.map(({ kind, gap, longest }) => [kind, gap, longest])).toEqual([
    ['event', undefined, false],
    ['event', undefined, false],
    ['event', 3_600, true],
    ['event', 30, false],
  ])
})

test('what was asked for and not done has its place among what was done', () => {
  const found = [{ class: 'missing' as const, detail: '', words: 'left out' }]
  const told = timeline({
    events,
    moves: [
      { kind: 'both', event: 0, step: step('a'), found: [] },
      { kind: 'model', step: step('x'), found },
      { kind: 'log', event: 2, found: [] },
      { kind: 'both', event: 9, step: step('y'), found: [] },
    ],
  })
  expect(told.map(({ kind, event: at, step: of }) => [kind, at?.activity, of?.id])).toEqual([
    ['both', 'A', 'a'],
    ['model', undefined, 'x'],
    ['log', 'C', undefined],
  ])
  expect(told[1]?.found).toBe(found)
  expect(told[2]?.gap).toBe(3_600)
})

test('a case keeps to the procedure where nothing was found', () => {
  expect(summary(undefined)).toBeUndefined()
  expect(summary([{ kind: 'both', event: 0, found: [] }])).toEqual({ both: 1, log: 0, model: 0, keeps: true })
  expect(summary([{ kind: 'both', event: 0, found: [{ class: 'late', detail: '', words: 'late' }] }])?.keeps).toBe(
    false,
  )
})

test('the address of the list names a variant, a deviation or words', () => {
  expect(parseCasesSearch({ variant: 0, q: 4711, procedure: 'returns', deviation: 'late.pay.' })).toEqual({
    variant: 0,
    q: '4711',
    procedure: 'returns',
    deviation: 'late.pay.',
  })
  expect(parseCasesSearch({ variant: 'all', q: '' })).toEqual({})
})

test('a name is the same however it is written, and an event took what lies between its moments', () => {
  expect([alike('A_SUBMITTED', 'A submitted'), alike('A', 'B')]).toEqual([true, false])
  expect(worked({ ...event('A', '09:00:00'), began: '2026-03-04T08:40:00Z' })).toBe(1_200)
  expect(worked(event('A', '09:00:00'))).toBeUndefined()
})
