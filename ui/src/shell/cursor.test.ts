import { expect, test } from 'vitest'
import { movedCursor } from './cursor'

const names = ['a', 'b', 'c']

test('the first move takes the first row, and the ends hold', () => {
  expect(movedCursor(names, undefined, 1)).toEqual({ name: 'a', place: 0 })
  expect(movedCursor(names, { name: 'c', place: 2 }, 1)).toEqual({ name: 'c', place: 2 })
  expect(movedCursor(names, { name: 'a', place: 0 }, -1)).toEqual({ name: 'a', place: 0 })
  expect(movedCursor([], { name: 'a', place: 0 }, 1)).toBeUndefined()
})

test('a row that moved is followed, and one that has gone gives way to the one that took its place', () => {
  expect(movedCursor(['x', 'a', 'b'], { name: 'a', place: 0 }, 1)?.name).toBe('b')
  expect(movedCursor(['a', 'c'], { name: 'b', place: 1 }, 1)?.name).toBe('c')
  expect(movedCursor(['a', 'c'], { name: 'b', place: 1 }, -1)?.name).toBe('a')
})
