import { expect, test } from 'vitest'
import { changeRow, fitKeys, withoutKey } from './rowKeys'

test('rows keep their names while one is added or removed', () => {
  const three = fitKeys([], 3)
  expect(three).toEqual([1, 2, 3])
  const two = withoutKey(three, 1)
  expect(fitKeys(two, 2)).toBe(two)
  expect(fitKeys(two, 3)).toEqual([2, 3, 4])
})

test('a change meant for a row reaches it although another before it was removed', () => {
  expect(changeRow(['b', 'c'], [2, 3], 2, (row) => `${row}!`)).toEqual(['b!', 'c'])
})

test('a change meant for a row that was removed changes no other', () => {
  const rows = ['b', 'c']
  expect(changeRow(rows, [2, 3], 1, () => 'x')).toBe(rows)
})
