import { expect, test } from 'vitest'
import { compareDecimals, isWhole, readDecimal } from './decimal'

test.each([
  ['12.50', '12.50'],
  ['  1 200,5 ', '1200.5'],
  ['1,234,567.89', '1234567.89'],
  ['1.234.567,89', '1234567.89'],
  ['0,125', '0.125'],
  ['-007', '-7'],
  ['−3', '-3'],
  ['-0', '0'],
  ['.5', '0.5'],
  ['9007199254740993.1', '9007199254740993.1'],
])('%s is read as %s', (typed, value) => expect(readDecimal(typed)).toEqual({ value }))

test('a comma that could part thousands or decimals is asked about', () => {
  expect(readDecimal('12,400')).toEqual({ mistake: 'unclear-comma' })
})

test.each(['', 'abc', '1.2.3', '1e5', '--1', 'Infinity', '0x10', ','])('%s is no number', (typed) =>
  expect(readDecimal(typed)).toEqual({ mistake: 'not-a-number' }),
)

test('more digits than are kept exactly are refused', () => {
  expect(readDecimal('1'.repeat(29))).toEqual({ mistake: 'too-long' })
})

test('decimals compare exactly', () => {
  expect(compareDecimals('0.1', '0.10')).toBe(0)
  expect(compareDecimals('9007199254740993', '9007199254740992')).toBe(1)
  expect(compareDecimals('-2', '1.5')).toBe(-1)
  expect(compareDecimals('-0.5', '-0.25')).toBe(-1)
  expect(isWhole('3.0')).toBe(true)
  expect(isWhole('3.5')).toBe(false)
})
