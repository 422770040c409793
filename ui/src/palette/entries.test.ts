import { expect, test } from 'vitest'
import { around, type Entry, type Group, offered } from './entries'

const entry = (group: Group, title: string): Entry => ({ id: `${group} ${title}`, group, title, run: () => undefined })
const own = [
  entry('go', 'Inbox'),
  entry('page', 'Next run'),
  entry('start', 'Start a run of Return'),
  entry('procedure', 'Return'),
]

test('with nothing asked it tells what this page can do and where to go', () => {
  expect(offered(own, [], '').map(({ title }) => title)).toEqual(['Next run', 'Inbox'])
})

test('what the server found is shown though its title lacks the words, and groups stay together', () => {
  const found = [entry('run', 'ORD-4711')]
  expect(offered(own, found, 'return').map(({ id }) => id)).toEqual([
    'run ORD-4711',
    'procedure Return',
    'start Start a run of Return',
  ])
})

test('a group never fills the whole list', () => {
  const many = Array.from({ length: 40 }, (_, n) => entry('procedure', `Return ${n}`))
  expect(offered(many, [], 'return')).toHaveLength(6)
})

test('moving goes around the ends', () => {
  expect(around(0, -1, 3)).toBe(2)
  expect(around(2, 1, 3)).toBe(0)
  expect(around(0, 1, 0)).toBe(0)
})
