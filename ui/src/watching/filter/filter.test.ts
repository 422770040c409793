import { expect, test } from 'vitest'
import { demanding, filterOf, parseLogFilter, parts, without } from './filter'

test('an address is read with whatever of it makes sense', () => {
  expect(
    filterOf(
      parseLogFilter({ from: '2012-01-01', to: 'soon', has: 'A', lacks: ['B', 7, ''], ways: '0.8', look: 'time' }),
    ),
  ).toEqual({ from: '2012-01-01', has: ['A'], lacks: ['B', '7'], ways: 0.8 })
  expect(filterOf(parseLogFilter({ key: 'region', ways: 3 }))).toEqual({})
  expect(filterOf(parseLogFilter({ key: 'region', equals: 7 }))).toEqual({ key: 'region', equals: '7' })
})

test('every part can be taken away, and the rest stays', () => {
  const filter = { from: '2012-01-01', has: ['A', 'B'], lacks: ['C'], key: 'region', equals: 'North', ways: 0.9 }
  expect(parts(filter)).toHaveLength(6)
  let left: object = filter
  for (const part of parts(filter)) left = without(left, part)
  expect(filterOf(left)).toEqual({})
  expect(filterOf(without(filter, { kind: 'has', activity: 'A' })).has).toEqual(['B'])
})

test('an activity is never both asked for and shut out', () => {
  expect(filterOf(demanding({ lacks: ['A'] }, 'has', 'A'))).toEqual({ has: ['A'] })
  expect(filterOf(demanding({ has: ['A'] }, 'has', 'A'))).toEqual({ has: ['A'] })
  expect(filterOf(demanding({ has: ['A'] }, 'has', 'B'))).toEqual({ has: ['A', 'B'] })
})
