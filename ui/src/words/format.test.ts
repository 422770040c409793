import { describe, expect, test } from 'vitest'
import {
  decimal,
  dueWords,
  exactTime,
  fileSize,
  journalTime,
  minuteTime,
  momentsIn,
  relativeTime,
  roughly,
} from './format'

const now = new Date('2026-11-22T12:00:00Z')
const zone = 'Europe/Berlin'

describe('relative times', () => {
  test.each([
    ['2026-11-22T11:59:30Z', 'just now'],
    ['2026-11-22T11:56:00Z', '4 min ago'],
    ['2026-11-22T15:30:00Z', 'in 3 h'],
    ['2026-11-21T13:05:00Z', 'yesterday 14:05'],
    ['2026-11-23T13:05:00Z', 'tomorrow 14:05'],
    ['2026-03-12T13:05:00Z', '12 Mar'],
    ['2025-03-12T13:05:00Z', '12 Mar 2025'],
    ['nonsense', 'nonsense'],
  ])('%s reads %s', (value, words) => expect(relativeTime(value, now, zone)).toBe(words))
})

test('what is due later today tells the clock of the person, what is past tells how late', () => {
  expect(dueWords('2026-11-22T13:00:00Z', now, zone)).toEqual({ late: false, soon: true, words: 'due 14:00' })
  expect(dueWords('2026-11-22T10:00:00Z', now, zone)).toEqual({ late: true, soon: true, words: '2 h late' })
  expect(dueWords('2026-11-23T08:00:00Z', now, zone).words).toBe('tomorrow 09:00')
  expect(dueWords('2026-12-24T08:00:00Z', now, zone).words).toBe('24 Dec')
})

test('the day changes with the zone, not with UTC', () => {
  const late = new Date('2026-11-22T23:30:00Z')
  expect(dueWords('2026-11-23T01:00:00Z', late, 'Europe/Berlin').words).toBe('due 02:00')
})

test('the exact time names its zone, and an unknown zone does not break the page', () => {
  expect(exactTime('2026-11-22T13:05:09Z', zone)).toMatch(/22 Nov 2026, 14:05:09/)
  expect(exactTime('2026-11-22T13:05:09Z', 'Mars/Olympus')).toMatch(/13:05:09/)
})

test('decimals keep every digit', () => {
  expect(decimal('12400.50')).toBe('12,400.50')
  expect(decimal('-9007199254740993.10')).toBe('-9,007,199,254,740,993.10')
  expect(decimal('n/a')).toBe('n/a')
})

test('durations and sizes are told in one unit', () => {
  expect(roughly(47 * 3_600_000)).toBe('47 h')
  expect(roughly(49 * 3_600_000)).toBe('2 d')
  expect(fileSize(1_400_000)).toBe('1.4 MB')
  expect(journalTime('2026-11-22T08:12:00Z', now, zone)).toBe('09:12')
})

test('moments within a text are told in the zone of the person', () => {
  expect(momentsIn('Due 2026-11-22T13:05:09.5Z, then 2026-11-24T08:00:00Z', now, zone)).toBe(
    'Due 14:05, then 24 Nov 09:00',
  )
  expect(momentsIn('ORD-2026-11-22', now, zone)).toBe('ORD-2026-11-22')
})

test('a moment that people set has no seconds', () => {
  expect(minuteTime('2026-11-26T07:00:00Z', zone)).toBe('Thu, 26 Nov 2026, 08:00 CET')
  expect(minuteTime('never', zone)).toBe('never')
})
