import { expect, test } from 'vitest'
import { atFirst, FIRST, hues, sequence } from './sequence'

test('what is repeated at once is told once, with how often', () => {
  expect(sequence(['a', 'b', 'b', 'b', 'a'])).toEqual([
    { activity: 'a', times: 1 },
    { activity: 'b', times: 3 },
    { activity: 'a', times: 1 },
  ])
  expect(sequence([])).toEqual([])
})

test('a long way is told in part, unless only one would be left', () => {
  const way = (length: number) => sequence(Array.from({ length }, (_, n) => `step ${n}`))
  expect(atFirst(way(FIRST + 1))).toMatchObject({ more: 0 })
  expect(atFirst(way(40)).told).toHaveLength(FIRST)
  expect(atFirst(way(40)).more).toBe(40 - FIRST)
})

test('an activity has one colour', () => {
  const found = hues(Array.from({ length: 30 }, (_, n) => `activity ${n}`))
  expect(found.get('activity 1')).toBe(found.get('activity 13'))
  expect(found.get('activity 1')).not.toBe(found.get('activity 2'))
})
