import { expect, test } from 'vitest'
import { isInstant, toInstant, toLocal } from './moment'

test.each([
  ['2026-01-15T09:30', 'Europe/Berlin', '2026-01-15T09:30:00+01:00'],
  ['2026-07-15T09:30', 'Europe/Berlin', '2026-07-15T09:30:00+02:00'],
  ['2026-03-29T14:00', 'Europe/Berlin', '2026-03-29T14:00:00+02:00'],
  ['2026-03-29T01:30', 'Europe/Berlin', '2026-03-29T01:30:00+01:00'],
  ['2026-10-25T14:00', 'Europe/Berlin', '2026-10-25T14:00:00+01:00'],
  ['2026-07-15T09:30', 'America/St_Johns', '2026-07-15T09:30:00-02:30'],
  ['2026-07-15T09:30', 'Asia/Kathmandu', '2026-07-15T09:30:00+05:45'],
  ['2026-07-15T09:30', 'UTC', '2026-07-15T09:30:00+00:00'],
])('%s in %s is %s', (local, zone, instant) => {
  expect(toInstant(local, zone)).toBe(instant)
  expect(toLocal(instant, zone)).toBe(local)
})

test('a clock that the change to summer time skips is moved on by the gap', () => {
  expect(toInstant('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T03:30:00+02:00')
})

test('a clock that occurs twice is the first', () => {
  expect(toInstant('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T02:30:00+02:00')
})

test('what is no moment is none', () => {
  expect(toInstant('soon', 'UTC')).toBeUndefined()
  expect(toLocal('soon', 'UTC')).toBe('')
})

test('seconds are shown where there are some', () => {
  expect(toLocal('2026-10-25T02:30:37+01:00', 'Europe/Berlin')).toBe('2026-10-25T02:30:37')
})

test('a moment is told from what an input holds', () => {
  expect(['2026-10-25T02:30:37+01:00', '2026-10-25T02:30:37Z'].every(isInstant)).toBe(true)
  expect(['2026-10-25T02:30', '2026-10-25', ''].some(isInstant)).toBe(false)
})
