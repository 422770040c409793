import { expect, test } from 'vitest'
import type { Graph } from '../../procedure/diagram/graph'
import { chanceWords, duration, percent } from '../figures'
import { comparedWith, remember } from './compared'
import { changed, fitting, toSay } from './mapping'
import { marked } from './marked'
import { parseConformanceSearch } from './search'
import { shortly, whole } from './telling'
import { today } from './today'
import { trendLine } from './trend'

test('an address names what is compared and looked at; what makes no sense is left out', () => {
  expect(
    parseConformanceSearch({ procedure: 'returns', number: 3, class: 'late', step: 12, deviation: 'late.pay.' }),
  ).toEqual({ procedure: 'returns', number: 3, class: 'late', step: '12', deviation: 'late.pay.' })
  expect(parseConformanceSearch({ number: -1, class: 'early', procedure: '' })).toEqual({})
})

test('the address counts first, then what was chosen last, then the procedure of these runs', () => {
  expect(comparedWith('runs:returns', {}, 'returns')).toEqual({ procedure: 'returns' })
  remember('runs:returns', { procedure: 'refunds', number: 2 })
  expect(comparedWith('runs:returns', {}, 'returns')).toEqual({ procedure: 'refunds', number: 2 })
  expect(comparedWith('runs:returns', { procedure: 'intake' }, 'returns')).toEqual({ procedure: 'intake' })
  expect(comparedWith('other', {}, null)).toEqual({})
})

const node = (id: string, step: string) => ({
  id,
  step,
  number: '1',
  kind: 'step',
  label: id,
  exceptional: false,
  reachable: true,
})

test('a step of the diagram says what departs there, and is the darker the more do', () => {
  const graph: Graph = { nodes: [node('a', 'a'), node('b', 'b'), node('c', 'c')], edges: [] }
  const drawn = marked(
    graph,
    new Map([
      ['a', { share: 0.4, classes: [{ class: 'late' as const, cases: 1200, kinds: 2 }] }],
      ['b', { share: 0.1, classes: [{ class: 'missing' as const, cases: 3, kinds: 1 }] }],
      ['gone', { share: 0.2, classes: [] }],
    ]),
  )
  expect(drawn.nodes.map(({ heat }) => heat)).toEqual([1, 0.25, undefined])
  expect(drawn.nodes.map(({ marks }) => marks?.map(({ words }) => words))).toEqual([
    ['late 1,200 · 2 kinds'],
    ['missing 3'],
    undefined,
  ])
})

test('a trend is a line through the parts that have cases', () => {
  const part = (cases: number, deviating: number) => ({ from: '2026-01-01', cases, deviating })
  expect(trendLine([part(10, 0), part(0, 0), part(10, 5)], 20, 10)).toEqual({
    path: 'M0 10 L20 0',
    area: 'M0 10 L20 0 L20 10 L0 10 Z',
    most: 0.5,
  })
  expect(trendLine([part(10, 5)], 20, 10)).toBeUndefined()
  expect(trendLine([part(10, 0), part(10, 0)], 20, 10)?.path).toBe('M0 10 L20 10')
})

test('a deviation is told in one sentence, and what is known of it in a few words', () => {
  const step = { id: 'approve', number: '4.2', title: 'Approve' }
  expect(whole({ class: 'missing', step, detail: '' })).toBe('4.2 Approve: left out')
  expect(whole({ class: 'extra', step, detail: 'again' })).toBe('4.2 Approve: done once more than asked for')
  expect(whole({ class: 'extra', detail: 'Phone call' })).toBe('Phone call: is no step of it')
  const told = shortly({
    place: 0,
    class: 'missing',
    step,
    detail: '',
    title: '',
    occurrences: 1,
    cases: 1,
    share: 0.1,
    trend: [],
    changed: { on: '2026-03-04', before: 0.02, since: 0.21, chance: 0.001, among: 'region = north' },
    explained: [
      { attribute: 'region', condition: '= north', cases: 9, deviating: 8, inside: 0.9, outside: 0, chance: 0.001 },
    ],
    time: { with: 90_000, without: 3_600 },
  })
  expect(told).toEqual(['since 4 Mar 2026: 21%, before 2%', 'where region = north', '+1 d per case'])
})

test('figures are rounded, but never to all or none', () => {
  expect([0, 0.0004, 0.004, 0.034, 0.456, 0.9996, 0.994, 1].map(percent)).toEqual([
    '0%',
    '<0.1%',
    '0.4%',
    '3.4%',
    '46%',
    '>99.9%',
    '99.4%',
    '100%',
  ])
  expect([0, 45, 90, 3_600, 93_600, 864_000, -7_200].map(duration)).toEqual([
    '0 s',
    '45 s',
    '1 min 30 s',
    '1 h',
    '1 d 2 h',
    '10 d',
    '−2 h',
  ])
  expect(chanceWords(0.0004)).toBe('Chance alone would do this about once in 3,000 logs.')
  expect(chanceWords(1e-12)).toBe('Chance alone does not do this.')
})

const said = [
  { activity: 'Pay', times: 5, steps: ['pay'], guessed: false },
  { activity: 'Prüfen', times: 9, steps: ['check'], guessed: true },
  { activity: 'Call', times: 2, steps: [], guessed: true },
  { activity: 'Mail', times: 7, steps: [], guessed: false },
]

test('activities without a step come first, then guesses, the most frequent first', () => {
  expect(fitting(said, '', 'all').map(({ activity }) => activity)).toEqual(['Call', 'Prüfen', 'Mail', 'Pay'])
  expect(fitting(said, '', 'guessed').map(({ activity }) => activity)).toEqual(['Prüfen'])
  expect(fitting(said, 'pruf', 'all').map(({ activity }) => activity)).toEqual(['Prüfen'])
})

test('what is saved is what somebody said, before or now; a guess stays one', () => {
  const changes = changed(said, changed(said, {}, 'Call', ['pay', 'check']), 'Pay', [])
  expect(toSay(said, changes)).toEqual({ Call: ['pay', 'check'], Pay: [], Mail: [] })
  expect(toSay(said, {})).toEqual({ Pay: ['pay'], Mail: [] })
  expect(changed(said, changes, 'Call', [])).toEqual({ Pay: [] })
})

test('the day is the one where the person is', () => {
  expect(today('Europe/Berlin', new Date('2026-03-03T23:30:00Z'))).toBe('2026-03-04')
})
