import { expect, test } from 'vitest'
import { Problem } from '../api/problem'
import type { Field } from './field'
import { placeMistakes, readPath } from './serverMistakes'

const fields: Field[] = [
  { name: 'amount', label: 'Amount', type: 'number' },
  { name: 'lines', label: 'Lines', type: 'list' },
]

test('a place in any spelling is the place in the form', () => {
  expect(readPath('lines[2].amount')).toBe('lines.2.amount')
  expect(readPath('/values/lines/2/amount')).toBe('lines.2.amount')
})

test('a refusal stands at its field, and one of no field above the form', () => {
  const problem = new Problem(
    {
      code: 'values',
      errors: [
        { code: 'values', detail: '`amount` is -3, and 0 is the least' },
        { code: 'values', detail: '`lines[1].price` has no value, and it is required' },
        { code: 'check', detail: 'Costly claims need a second look.' },
      ],
    },
    422,
  )
  expect(placeMistakes(fields, problem)).toEqual([
    { path: 'amount', label: 'Amount', message: 'It is -3, and 0 is the least' },
    { path: 'lines.1.price', label: 'Lines', message: 'It has no value, and it is required' },
    { path: '', label: '', message: 'Costly claims need a second look.' },
  ])
})
