import { describe, expect, test } from 'vitest'
import type { TaskForm, TaskMay } from '../api/tasks'
import { argumentLines, primaryAct, primaryWords, readArguments } from './acts'
import { whatChanged } from './changes'

const nothing: TaskMay = {
  claim: false,
  release: false,
  reassign: false,
  complete: false,
  approve: false,
  refuse: false,
  choose: false,
  raise: false,
  settle: false,
  guest: false,
  skip: false,
  reveal: false,
}
const form = (more: Partial<TaskForm> = {}): TaskForm => ({
  run: 'r',
  task: 't',
  step: 's',
  title: 'Inspect',
  kind: 'work',
  procedure: { id: 'p', title: 'P', number: 1 },
  case: 'c',
  candidates: [],
  assignee: null,
  due: null,
  overdue: false,
  paused: false,
  priority: 50,
  opened_at: '',
  revision: 1,
  yours: true,
  short: false,
  instructions_html: '',
  fields: [],
  current: {},
  sign: null,
  options: [],
  suggested: null,
  about: [],
  action: null,
  rules: [],
  checks: [],
  references: [],
  exceptions: [],
  returned: [],
  may: nothing,
  outcomes: [],
  ...more,
})

describe('the primary act', () => {
  test('is completing where that is allowed', () =>
    expect(primaryAct({ may: { ...nothing, complete: true, claim: true } })).toBe('complete'))
  test('is claiming where nothing else is allowed yet', () =>
    expect(primaryAct({ may: { ...nothing, claim: true } })).toBe('claim'))
  test('is nothing for a reader', () => expect(primaryAct({ may: nothing })).toBeUndefined())
  test('names the action that is approved, and that it was edited', () => {
    const action = { connector_action: 'shop.refund', arguments: {}, editable: true, effect: '', why: null }
    expect(primaryWords('approve', { action }, false)).toBe('Approve shop.refund')
    expect(primaryWords('approve', { action }, true)).toBe('Approve shop.refund as edited')
  })
})

describe('arguments that are edited', () => {
  const given = { id: '007', amount: 20.5, lines: [{ a: 1 }] }
  test('come back the same where nothing was changed', () =>
    expect(readArguments(argumentLines(given))).toEqual({ value: given }))
  test('tell which one is not valid', () =>
    expect(readArguments([{ name: 'amount', text: '{', json: true }])).toEqual({ bad: 'amount' }))
})

describe('what changed while someone worked on a task', () => {
  test('is nothing for the same task with a newer revision', () =>
    expect(whatChanged(form(), form({ revision: 2 }), 'ana')).toEqual([]))
  test('names the fields, the values, the arguments and who has it', () => {
    const after = form({
      fields: [
        {
          name: 'x',
          label: 'Damage',
          type: 'text',
          evidence: false,
          multiline: false,
          required: false,
          sensitive: false,
        },
      ],
      about: [{ label: 'Amount', text: '20' }],
      action: { connector_action: 'a.b', arguments: { n: 2 }, editable: true, effect: '', why: null },
      assignee: { id: 'ben', name: 'Ben' },
    })
    expect(whatChanged(form(), after, 'ana')).toEqual([
      'The arguments of the action are different.',
      'What is asked for is different: Damage.',
      'Known values are different: Amount.',
      'It is claimed by Ben now.',
    ])
  })
  test('is not told that one claimed it oneself', () =>
    expect(whatChanged(form(), form({ assignee: { id: 'ana', name: 'Ana' } }), 'ana')).toEqual([]))
})
