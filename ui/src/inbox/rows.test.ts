import { expect, test } from 'vitest'
import { afterDone, between, each, moved, stillSelected, toggled } from './rows'
import { openTask, parseInboxSearch } from './search'

const rows = ['a', 'b', 'c'].map((task) => ({ run: 'r', task }))

test('the cursor moves one row and stops at the ends', () => {
  expect(moved(rows, 'r/a', 0, 1)?.task).toBe('b')
  expect(moved(rows, 'r/c', 2, 1)?.task).toBe('c')
  expect(moved(rows, 'r/a', 0, -1)?.task).toBe('a')
  expect(moved(rows, undefined, 0, 1)?.task).toBe('a')
  expect(moved([], undefined, 0, 1)).toBeUndefined()
})

test('when the open task has left the list, next is the one that moved into its place', () => {
  expect(moved(rows, 'r/gone', 1, 1)?.task).toBe('b')
  expect(moved(rows, 'r/gone', 1, -1)?.task).toBe('a')
})

test('after a task is done the one below opens, and after the last the one above', () => {
  expect(afterDone(rows, 'r/b')?.task).toBe('c')
  expect(afterDone(rows, 'r/c')?.task).toBe('b')
  expect(afterDone([{ run: 'r', task: 'a' }], 'r/a')).toBeUndefined()
})

test('a live update drops from the selection only what has left the list', () => {
  expect([...stillSelected(rows, new Set(['r/b', 'r/gone']))]).toEqual(['r/b'])
  expect([...toggled(new Set(['r/b']), 'r/b')]).toEqual([])
})

test('a range goes both ways', () => {
  expect(between(rows, 'r/c', 'r/b')).toEqual(['r/b', 'r/c'])
  expect(between(rows, 'r/gone', 'r/b')).toEqual(['r/b'])
})

test('one refused call does not stop the others', async () => {
  const results = await each([1, 2, 3, 4, 5, 6], async (n) => {
    if (n === 2) throw new Error('no')
  })
  expect(results.filter(({ error }) => error).map(({ item }) => item)).toEqual([2])
  expect(results).toHaveLength(6)
})

test('the address tells the inbox, and what it cannot tell is left out', () => {
  expect(parseInboxSearch({ scope: 'roles', sort: 'due', q: 4711, overdue: 'true', open: 'r/t' })).toEqual({
    scope: 'roles',
    sort: undefined,
    q: '4711',
    procedure: undefined,
    role: undefined,
    overdue: true,
    open: 'r/t',
  })
  expect(openTask('r1/inspect#2')).toEqual({ run: 'r1', task: 'inspect#2' })
  expect(openTask('r1/')).toBeUndefined()
  expect(openTask('r1')).toBeUndefined()
})
