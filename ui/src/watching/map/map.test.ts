import { expect, test } from 'vitest'
import type { ProcessMap } from '../../api/eventLogs'
import { mapGraph, pathsOf } from './graph'
import { inOrder } from './order'
import { moved } from './reading'
import { scaleOf } from './scale'
import { parseMapSearch, shownPercent } from './search'

const activity = (name: string, times: number, more: object = {}) => ({
  activity: name,
  times,
  cases: times,
  starts: 0,
  ends: 0,
  is_start: false,
  is_end: false,
  ...more,
})
const map: ProcessMap = {
  activities: [
    activity('check', 400),
    activity('open', 100, { starts: 100, is_start: true }),
    activity('pay', 90, { ends: 90, is_end: true, work: { median: 120, mean: 200 } }),
  ],
  paths: [
    { from: 'open', to: 'check', times: 100, cases: 100, wait: { median: 30, mean: 40, p90: 90 } },
    { from: 'check', to: 'check', times: 300, cases: 60, wait: { median: 86_400, mean: 90_000, p90: 200_000 } },
    { from: 'check', to: 'pay', times: 90, cases: 90 },
    { from: 'pay', to: 'check', times: 4, cases: 4 },
  ],
  starts: [{ activity: 'open', cases: 100 }],
  ends: [{ activity: 'pay', cases: 90 }],
  all_activities: 3,
  all_paths: 4,
  covered_activities: 1,
  covered_paths: 1,
  cases: 100,
  events: 590,
}
const names = { start: 'Start', end: 'End' }

test('a map has its start and its end, and says how often', () => {
  const graph = mapGraph(map, 'frequency', names)
  expect(graph.nodes.map(({ label, figure }) => `${label} ${figure}`)).toEqual([
    'Start ',
    'check 400',
    'open 100',
    'pay 90',
    'End ',
  ])
  expect(graph.edges.map(({ from, to, figure }) => `${from}-${to} ${figure}`)).toEqual([
    'start-a1 100',
    'a1-a0 100',
    'a0-a0 300',
    'a0-a2 90',
    'a2-a0 4',
    'a2-end 90',
  ])
})

test('in the look at time, what is not known is not told', () => {
  const graph = mapGraph(map, 'time', names)
  expect(graph.nodes.map(({ figure }) => figure)).toEqual(['', '', '', '2 min', ''])
  expect(graph.edges.map(({ figure }) => figure)).toEqual(['', '30 s', '1 d', '', '', ''])
})

test('activities come after what leads to them most often, whatever comes back', () => {
  const graph = mapGraph(map, 'frequency', names)
  expect(inOrder(graph.nodes, graph.edges).map(({ label }) => label)).toEqual(['Start', 'open', 'check', 'pay', 'End'])
})

test('strength grows with what is told, from nothing to the most', () => {
  for (const look of ['frequency', 'time'] as const) {
    const scale = scaleOf(look, [10, 5000, 400_000])
    expect(scale.strength(0)).toBe(0)
    expect(scale.strength(400_000)).toBe(1)
    const strengths = [1, 10, 500, 5000, 100_000].map(scale.strength)
    expect(strengths).toEqual([...strengths].sort((a, b) => a - b))
    for (const [level, from] of scale.from.entries()) expect(scale.level(from * 1.000_001)).toBe(level)
  }
  expect(scaleOf('time', []).level(5)).toBe(0)
})

test('the paths of an activity are told with the most frequent first', () => {
  expect(pathsOf(map, 'check').into.map(({ from }) => from)).toEqual(['check', 'open', 'pay'])
  expect(pathsOf(map, 'check').out.map(({ to }) => to)).toEqual(['check', 'pay'])
})

test('keys lead on and stop at the ends', () => {
  const order = ['a', 'b', 'c']
  expect(moved(order, undefined, 'ArrowDown')).toBe('a')
  expect(moved(order, 'c', 'ArrowDown')).toBe('c')
  expect(moved(order, 'b', 'ArrowUp')).toBe('a')
  expect(moved(order, 'b', 'End')).toBe('c')
  expect(moved(order, 'b', 'x')).toBeUndefined()
})

test('an address says how much is shown; else as much as can be read', () => {
  expect(parseMapSearch({ look: 'time', activities: '40', paths: 0, as: 'x' })).toEqual({
    look: 'time',
    as: undefined,
    activities: 40,
    paths: 0,
  })
  expect(parseMapSearch({ activities: 140, paths: 'many' })).toEqual({})
  expect(shownPercent({}, 24)).toEqual({ activities: 100, paths: 10 })
  expect(shownPercent({ paths: 0 }, 120)).toEqual({ activities: 25, paths: 0 })
})
