// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { draftPlace, fitDraft, forgetAllDrafts, keepable, keepDraft, readDraft } from './draft'
import type { Field } from './field'

const fields: Field[] = [
  { name: 'note', label: 'Note', type: 'text' },
  { name: 'iban', label: 'IBAN', type: 'text', sensitive: true },
  { name: 'done', label: 'Done', type: 'boolean' },
]
const place = draftPlace('ana', 'r1', 't1')
const now = 1_800_000_000_000

beforeEach(() => localStorage.clear())

test('what was typed comes back, without what is sensitive', () => {
  const entries = keepable(fields, { note: 'half', iban: 'DE00', done: null })
  keepDraft(localStorage, place, { revision: '4', at: now, entries })
  expect(readDraft(localStorage, place, now)).toEqual({ revision: '4', at: now, entries: { note: 'half' } })
})

test('an empty form leaves nothing behind', () => {
  keepDraft(localStorage, place, { revision: '4', at: now, entries: { note: 'x' } })
  keepDraft(localStorage, place, { revision: '4', at: now, entries: {} })
  expect(localStorage.length).toBe(0)
})

test('old and unreadable drafts are forgotten', () => {
  keepDraft(localStorage, place, { revision: '4', at: now, entries: { note: 'x' } })
  expect(readDraft(localStorage, place, now + 40 * 86_400_000)).toBeUndefined()
  localStorage.setItem(place, '{')
  expect(readDraft(localStorage, place, now)).toBeUndefined()
  expect(localStorage.length).toBe(0)
})

test('a draft gives only what the changed form still asks for', () => {
  expect(fitDraft(fields, { note: 'x', done: 'yes', gone: 'y' })).toEqual({ note: 'x' })
})

test('signing out forgets the drafts and nothing else', () => {
  localStorage.setItem('understudy.rail', 'narrow')
  keepDraft(localStorage, place, { revision: '4', at: now, entries: { note: 'x' } })
  forgetAllDrafts(localStorage)
  expect(localStorage.length).toBe(1)
})
