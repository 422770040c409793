import { expect, test } from 'vitest'
import { parseLive, staleAfter, staleAfterAll } from './live'

test('an event of a task makes its lists, its form and its run stale, and nothing of another run', () => {
  const stale = staleAfter({ kind: 'task', run: 'r1', task: 't1' })
  expect(stale).toEqual([['tasks'], ['notices'], ['task', 'r1', 't1'], ['run', 'r1']])
})

test('a burst of events names each query once', () => {
  const burst = Array.from({ length: 200 }, () => ({ kind: 'run' as const, run: 'r1' }))
  expect(staleAfterAll(burst)).toHaveLength(3)
})

test('a reset among others makes everything stale', () => {
  expect(staleAfterAll([{ kind: 'people' }, { kind: 'reset' }])).toBeUndefined()
})

test('garbage and unknown kinds are let go', () => {
  expect(parseLive('task', '{')).toBeUndefined()
  expect(parseLive('task', '{"run": 4}')).toBeUndefined()
  expect(parseLive('weather', '{}')).toBeUndefined()
  expect(parseLive('task', '{"run":"r1"}')).toEqual({ kind: 'task', run: 'r1', task: undefined })
})
