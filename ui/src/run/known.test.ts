import { expect, test } from 'vitest'
import { type Datum, knownOf } from './known'

const datum = (value: unknown, more: Partial<Datum> = {}): Datum => ({
  name: 'it',
  label: 'It',
  value,
  plain: typeof value === 'string' ? value : JSON.stringify(value),
  sensitive: false,
  ...more,
})
const zone = 'Europe/Berlin'

test.each([
  [true, 'Yes'],
  [false, 'No'],
  ['2026-10-13', '13 Oct 2026'],
  ['ORD-2026-10-13', 'ORD-2026-10-13'],
  [null, 'not known'],
])('%s reads %s', (value, text) => expect(knownOf(datum(value), zone)).toEqual({ text }))

test('a moment is told in the zone of the person', () => {
  const moment = datum('2026-11-10T16:15:02Z', { plain: '2026-11-10T11:15:02-05:00' })
  expect(knownOf(moment, zone)).toMatchObject({ text: expect.stringContaining('17:15:02') })
})

test('an amount keeps its digits and its unit', () => {
  expect(knownOf(datum('12400.90', { unit: 'EUR' }), zone)).toEqual({ text: '12,400.90 EUR' })
  expect(knownOf(datum('12400'), zone)).toEqual({ text: '12400' })
  expect(knownOf(datum('49.90', { plain: '49.90 EUR', unit: 'EUR' }), zone)).toEqual({ text: '49.90 EUR' })
})

test('lists and objects are read line by line', () => {
  expect(knownOf(datum([true, 'a']), zone)).toEqual({ lines: ['Yes', 'a'] })
  expect(knownOf(datum({ order_id: 'x', paid: false }), zone)).toEqual({ lines: ['order id: x', 'paid: No'] })
})

test('what is sensitive stays as the server masks it', () => {
  expect(knownOf(datum('•••', { sensitive: true, plain: '•••' }), zone)).toEqual({ text: '•••' })
})

test('a file can be opened', () => {
  const file = { sha256: 'a', name: 'a.png', media_type: 'image/png', size: 1 }
  expect(knownOf(datum(file), zone)).toEqual({ file })
})
