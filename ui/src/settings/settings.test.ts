import { expect, test } from 'vitest'
import { idFrom, isPlainId, roleTitle } from './ids'
import { pagesFor } from './pages'

test('an id is made of a name', () => {
  expect(idFrom('Second shift at Goods-in')).toBe('second-shift-at-goods-in')
  expect(idFrom(' Qualität & Prüfung! ')).toBe('qualitat-prufung')
  for (const name of ['A', 'x'.repeat(100), '1. Schicht']) expect(isPlainId(idFrom(name))).toBe(true)
  expect(isPlainId(idFrom('你好'))).toBe(false)
})

test('what belongs to the installation is shown to those who run or audit it', () => {
  const rights = { administrator: false, editor: true, auditor: false }
  expect(pagesFor(rights)).not.toContain('dispatch')
  expect(pagesFor(rights)).toContain('tokens')
  expect(pagesFor({ ...rights, auditor: true })).toContain('connectors')
})

test('a role without a title of its own is told in words', () => {
  expect(roleTitle({ id: 'support-agent', title: 'support-agent' })).toBe('Support agent')
  expect(roleTitle({ id: 'hr-lead', title: 'Head of people' })).toBe('Head of people')
})
