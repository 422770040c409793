import { expect, test } from 'vitest'
import { happenings, placeOf, readCheckpoint, withTimes } from './entry'
import { parseLedgerSearch } from './search'

test('moments within the words are told in the reader’s zone', () => {
  expect(withTimes('A reminder is set for 2026-11-22T14:50:57.747703617Z', 'Europe/Berlin')).toBe(
    'A reminder is set for 22 Nov 2026, 15:50:57 CET',
  )
})

test('an entry that brought several things tells them one by one', () => {
  expect(happenings('The time came; Reminded: x; Set', 'UTC')).toEqual(['The time came', 'Reminded: x', 'Set'])
})

test('only a whole checkpoint is taken for one', () => {
  const whole = { number: 3, hash: 'a', at: 'b', key: 'c', signature: 'd' }
  expect(readCheckpoint(JSON.stringify({ ...whole, more: 1 }))).toEqual(whole)
  for (const wrong of ['', 'null', '[]', '{"number":"3"}', JSON.stringify({ ...whole, key: 1 })])
    expect(readCheckpoint(wrong)).toBeUndefined()
})

test('an entry about a run leads to it, one about a person nowhere', () => {
  expect(placeOf({ kind: 'run', subject: 'r' })).toEqual({ to: 'run', id: 'r' })
  expect(placeOf({ kind: 'person-changed', subject: 'ana' })).toBeUndefined()
})

test('an unknown kind in an address is left out', () => {
  expect(parseLedgerSearch({ kind: 'x', person: 'ana', since: '3y' })).toMatchObject({
    kind: undefined,
    person: 'ana',
    since: undefined,
  })
})
