import { describe, expect, test } from 'vitest'
import type { Field } from './field'
import { entriesOf, entryOf, mistakesIn, sentValue, sentValues } from './values'

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
  expect(sentValue(lines, entryOf(lines, value), zone)).toEqual(value)
})

describe('what nobody touched', () => {
  const at = field({ name: 'at', type: 'date-time' })
  const list = field({ name: 'list', type: 'list' })
  const parts = field({ name: 'parts', type: 'object' })
  const note = field({ name: 'note' })
  const fields = [at, list, parts, note]
  const current = { at: '2026-10-25T02:30:37+01:00', list: [1, 'two'], parts: { a: { b: 1 } }, note: 'x' }
  test('is not sent, so that it stays as it is', () =>
    expect(sentValues(fields, { note: 'y' }, current, zone)).toEqual({ note: 'y' }))
  test('is sent where the form begins with it and the run does not hold it', () =>
    expect(sentValues([{ ...note, current: 'usual' }], {}, {}, zone)).toEqual({ note: 'usual' }))
  test('is the same also within a list of which another row was changed', () => {
    const stops = field({
      name: 'stops',
      type: 'list',
      items: field({ type: 'object', properties: [at, parts, note] }),
    })
    const rows = [{ at: current.at, parts: current.parts, note: 'a' }]
    const entry = entryOf(stops, rows)
    const typed = { stops: [...(entry as []), { at: '2026-10-25T12:00', parts: '', note: 'b' }] }
    expect(sentValues([stops], typed, { stops: rows }, zone)).toEqual({
      stops: [rows[0], { at: '2026-10-25T12:00:00+01:00', parts: null, note: 'b' }],
    })
  })
  test('is shown where nothing was typed, and not where it was emptied', () => {
    const photo = field({ name: 'photo', type: 'file' })
    const held = { sha256: 'a', name: 'a.jpg', media_type: 'image/jpeg', size: 1 }
    expect(entriesOf([photo], {}, { photo: held })).toEqual({ photo: held })
    expect(entriesOf([photo], { photo: null }, { photo: held })).toEqual({ photo: null })
    expect(sentValues([photo], { photo: null }, { photo: held }, zone)).toEqual({ photo: null })
  })
})

describe('what the procedure does not describe is written as JSON', () => {
  const list = field({ type: 'list', required: true })
  const told = (entry: string) => mistakesIn(list, entry).map((m) => m.message)
  test('and sent as what it spells', () => expect(sentValue(list, '[1, {"a": "b"}]', zone)).toEqual([1, { a: 'b' }]))
  test('and shown as what it is', () => expect(entryOf(list, [1])).toBe('[\n  1\n]'))
  test('a required one can be filled, and is missed where it is not', () => {
    expect(told('["a"]')).toEqual([])
    expect(told('')).toEqual(['This is needed.'])
  })
  test('what cannot be read, or is something else, is told', () => {
    expect(told('[1')).toHaveLength(1)
    expect(told('{"a": 1}')[0]).toContain('A list in JSON')
    expect(mistakesIn(field({ type: 'object' }), '[]')[0]?.message).toContain('Names with values')
    expect(told('[0.12345678901234567]')[0]).toContain('more digits')
    expect(told('["0.12345678901234567", 9007199254740991]')).toEqual([])
  })
  test('rows are counted', () => expect(mistakesIn({ ...list, min_items: 2 }, '[1]')[0]?.message).toContain('2 rows'))
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
  test('limits that it may not reach', () => {
    const weight = field({ type: 'number', exclusive_minimum: '0', exclusive_maximum: '30', unit: 'kg' })
    expect(told(weight, '0.001')).toEqual([])
    expect(told(weight, '0.0')).toEqual(['More than 0 kg.'])
    expect(told(weight, '30')).toEqual(['Less than 30 kg.'])
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
