import { expect, test } from 'vitest'
import type { Look } from '../../api/eventLogs'
import { askedFor, type Chosen, missing, titleOf, twice, undecided } from './mapping'

const look: Look = {
  format: 'csv',
  report: {
    format: 'csv',
    bytes: 10,
    cases: 1,
    events: 1,
    end: { kind: 'complete', message: '' },
    problems: [],
    attributes: [],
    zones: [],
  },
  columns: ['id', 'state', 'at', 'who'],
  rows: [],
  mapping: { delimiter: ';', case: 'id', activity: null, time: 'at', person: 'who', times: 'iso', day_or_month: false },
}
const chosen: Chosen = { title: 'Returns', pseudonyms: true, columns: {} }

test('a file gives its log its name', () => {
  expect(titleOf('Loan requests 2012.xes.gz')).toBe('Loan requests 2012')
  expect(titleOf('orders.v2.csv')).toBe('orders.v2')
  expect(titleOf('.csv')).toBe('.csv')
})

test('what nobody guessed has to be chosen', () => {
  expect(missing(chosen, look)).toEqual(['activity'])
  expect(missing({ ...chosen, columns: { activity: 'state' } }, look)).toEqual([])
  expect(missing(chosen, { ...look, mapping: null })).toEqual([])
})

test('a column says one thing', () => {
  expect(twice({ ...chosen, columns: { activity: 'id' } }, look)).toEqual(['case', 'activity'])
  expect(twice({ ...chosen, columns: { activity: 'state' } }, look)).toEqual([])
})

test('what is seen is what is asked for, a guess that was taken back too', () => {
  expect(askedFor({ ...chosen, columns: { activity: 'state', person: '' }, times: 'day-first' }, look)).toEqual({
    title: 'Returns',
    pseudonyms: true,
    case: 'id',
    activity: 'state',
    time: 'at',
    person: '',
    times: 'day-first',
    delimiter: ';',
  })
  expect(askedFor(chosen, { ...look, mapping: null })).toEqual({ title: 'Returns', pseudonyms: true })
})

test('objects become cases by the type that is shown', () => {
  const objects = {
    ...look,
    mapping: null,
    object_types: [
      { name: 'order', objects: 3 },
      { name: 'item', objects: 9 },
    ],
  }
  expect(askedFor(chosen, objects).object_type).toBe('order')
  expect(askedFor({ ...chosen, objectType: 'item' }, objects).object_type).toBe('item')
})

test('whether the day comes first is asked for where nobody can tell, and only then', () => {
  const open = { ...look, mapping: look.mapping && { ...look.mapping, day_or_month: true } }
  expect(undecided(chosen, look)).toBe(false)
  expect(undecided(chosen, open)).toBe(true)
  expect(undecided({ ...chosen, times: 'day-first' }, open)).toBe(false)
  expect(undecided({ ...chosen, columns: { time: '' } }, open)).toBe(false)
})
