import { describe, expect, test } from 'vitest'
import type { Field } from './field'
import { entryOf, mistakesIn, sentValue } from './values'

const field = (more: Partial<Field>): Field => ({ name: 'it', label: 'It', type: 'text', ...more })
const zone = 'Europe/Berlin'
const lines = field({
  type: 'list',
  items: field({
    type: 'object',
    properties: [
      field({ name: 'item', label: 'Item', required: true }),
      field({ name: 'price', label: 'Price', type: 'number' }),
    ],
  }),
})

describe('what is sent', () => {
  test('a number is sent as exact text', () =>
    expect(sentValue(field({ type: 'number' }), ' 12,5 ', zone)).toBe('12.5'))
  test('an empty text is nothing', () => expect(sentValue(field({}), '  ', zone)).toBeNull())
  test('a text keeps its spaces', () => expect(sentValue(field({}), ' a ', zone)).toBe(' a '))
  test('a choice is sent as the option itself', () =>
    expect(sentValue(field({ type: 'integer', options: [1, 2] }), '2', zone)).toBe(2))
  test('a moment carries the offset of the zone', () =>
    expect(sentValue(field({ type: 'date-time' }), '2026-07-01T08:00', zone)).toBe('2026-07-01T08:00:00+02:00'))
  test('a unit without an amount is no duration', () =>
    expect(sentValue(field({ type: 'duration' }), 'working days', zone)).toBeNull())
  test('no is an answer', () => expect(sentValue(field({ type: 'boolean' }), false, zone)).toBe(false))
  test('rows are sent with every part', () =>
    expect(sentValue(lines, [{ item: 'Kettle', price: '' }], zone)).toEqual([{ item: 'Kettle', price: null }]))
})

test('what the server has is shown and sent back the same', () => {
  const value = [{ item: 'Kettle', price: '12.50' }]
  expect(sentValue(lines, entryOf(lines, value, zone), zone)).toEqual(value)
})

describe('what is told before asking the server', () => {
  const told = (f: Field, entry: Parameters<typeof mistakesIn>[1]) => mistakesIn(f, entry).map((m) => m.message)
  test('a required field that is empty', () =>
    expect(told(field({ required: true }), ' ')).toEqual(['This is needed.']))
  test('an optional field that is empty is fine', () => expect(told(field({}), '')).toEqual([]))
  test('limits, exactly', () => {
    const amount = field({ type: 'number', minimum: '0.10', maximum: 1000, unit: 'EUR' })
    expect(told(amount, '0.1')).toEqual([])
    expect(told(amount, '0.09')).toEqual(['At least 0.10 EUR.'])
    expect(told(amount, '1000.01')).toEqual(['At most 1,000 EUR.'])
  })
  test('a fraction where a whole number is asked for', () =>
    expect(told(field({ type: 'integer' }), '2.5')).toEqual(['A whole number, without decimals.']))
  test('a pattern', () => expect(told(field({ pattern: '^ORD-\\d+$' }), 'ORD-x')).toHaveLength(1))
  test('a pattern this browser cannot read is left to the server', () =>
    expect(told(field({ pattern: '(?x) a' }), 'b')).toEqual([]))
  test('length counts characters as people do', () => expect(told(field({ max_length: 1 }), '😀')).toEqual([]))
  test('a mistake in a row names its place', () =>
    expect(
      mistakesIn(lines, [
        { item: 'a', price: '1' },
        { item: '', price: 'x' },
      ]).map((m) => m.path),
    ).toEqual(['it.1.item', 'it.1.price']))
})
