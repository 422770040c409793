import { describe, expect, test } from 'vitest'
import type { TaskForm, TaskMay } from '../api/tasks'
import { argumentLines, primaryAct, primaryWords, readArguments } from './acts'
import { whatChanged } from './changes'
import { afterOwn, afterStale } from './seen'

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
  test('names every value that is another or gone, also one that a field holds', () => {
    const note = {
      name: 'note',
      label: 'Note',
      type: 'text' as const,
      evidence: false,
      multiline: false,
      required: false,
    }
    const fields = [{ ...note, sensitive: false }]
    const before = form({ fields, current: { note: 'a' }, about: [{ label: 'Amount', text: '20' }] })
    expect(whatChanged(before, { ...before, current: { note: 'b' }, about: [] }, 'ana')).toEqual([
      'Known values are different: Note, Amount.',
    ])
  })
  test('names the ways, the rules and the title', () => {
    const after = form({
      title: 'Inspect again',
      options: [{ index: 0, text: 'Pay' }],
      rules: [{ kind: 'must', text: 'Look.', because: null }],
    })
    expect(whatChanged(form(), after, 'ana')).toEqual([
      'It is called “Inspect again” now.',
      'The ways it can go are different.',
      'The rules or checks are different.',
    ])
  })
  test('is not told that one claimed it oneself', () =>
    expect(whatChanged(form(), form({ assignee: { id: 'ana', name: 'Ana' } }), 'ana')).toEqual([]))
})

describe('what somebody has seen of a task', () => {
  const ana = { id: 'ana', name: 'Ana' }
  test('is what one did oneself, and nothing that others did at the same time', () => {
    const seen = afterOwn(form({ assignee: ana }), { act: 'release' }, ana)
    expect(whatChanged(seen, form({ revision: 2 }), 'ana')).toEqual([])
    const meanwhile = form({ revision: 3, about: [{ label: 'Amount', text: '90' }] })
    expect(whatChanged(seen, meanwhile, 'ana')).toEqual(['Known values are different: Amount.'])
    expect(seen.revision).toBe(1)
  })
  test('is handing it over', () => {
    const seen = afterOwn(form(), { act: 'reassign', person: 'ben' }, ana)
    expect(whatChanged(seen, form({ assignee: { id: 'ben', name: 'Ben' } }), 'ana')).toEqual([])
  })
  test('stays the old form after a refusal that shows a difference, and is the new one where nothing is to be seen', () => {
    const other = form({ revision: 7, about: [{ label: 'Amount', text: '90' }] })
    expect(afterStale(form(), other, 'ana').revision).toBe(1)
    expect(afterStale(form(), form({ revision: 7 }), 'ana').revision).toBe(7)
  })
})
