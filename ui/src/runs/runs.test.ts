import { expect, test } from 'vitest'
import { runLook } from './look'
import { parseRunsSearch, runFilter } from './search'

const day = (text: string) => `${text}T00:00:00+01:00`
const now = Date.parse('2026-03-10T12:34:56Z')

test('an address without filters asks for what is open', () => {
  expect(parseRunsSearch({ status: 'open', since: 'soon', q: '' })).toEqual({})
  expect(runFilter({}, now, day)).toMatchObject({ status: 'open', since: undefined })
  expect(runFilter({ status: 'all' }, now, day).status).toBeUndefined()
})

test('a period is counted back from the hour, a day begins in the person’s zone', () => {
  expect(runFilter({ since: '7d' }, now, day).since).toBe('2026-03-03T12:00:00.000Z')
  expect(runFilter({ since: '2026-02-01' }, now, day).since).toBe('2026-02-01T00:00:00+01:00')
})

test('an id that looks like a number stays a text', () => {
  expect(parseRunsSearch({ q: 4711 })).toEqual({ q: '4711' })
})

test('a run is told by its outcome once it has one, and a failed criterion shows', () => {
  expect(runLook({ status: 'running', outcome: null, failed_criteria: 0 })).toEqual({ status: 'open', words: 'open' })
  expect(runLook({ status: 'ended', outcome: 'refunded', failed_criteria: 0 })).toEqual({
    status: 'done',
    words: 'refunded',
  })
  expect(runLook({ status: 'ended', outcome: 'refunded', failed_criteria: 1 })).toMatchObject({ status: 'late' })
  expect(runLook({ status: 'cancelled', outcome: null, failed_criteria: 0 }).status).toBe('failed')
})
