import { expect, test } from 'vitest'
import { chart, HEIGHT, WIDTH } from './chart'

test('every week has its bars, and nothing leaves the drawing', () => {
  const weeks = [
    { begins: '2012-01-02', arrived: 10, completed: 0, open: 10 },
    { begins: '2012-01-09', arrived: 5, completed: 12, open: 3 },
    { begins: '2012-01-16', arrived: 0, completed: 3, open: 0 },
  ]
  const { bars, line, most, mostOpen } = chart(weeks)
  expect([most, mostOpen]).toEqual([12, 10])
  expect(bars).toHaveLength(3)
  for (const { x, width, arrived, completed } of bars) {
    expect(x + width).toBeLessThanOrEqual(WIDTH + 0.001)
    expect(Math.max(arrived, completed)).toBeLessThan(HEIGHT)
  }
  expect(line.split(' L')).toHaveLength(3)
})

test('a log without anything is drawn as nothing', () => {
  expect(chart([])).toEqual({ bars: [], line: '', most: 0, mostOpen: 0 })
  expect(chart([{ begins: '2012-01-02', arrived: 0, completed: 0, open: 0 }]).bars[0]).toMatchObject({ arrived: 0 })
})
