import { expect, test } from 'vitest'
import { secondsUntil } from './countdown'
import { insideAddress, secretOf, wholeLink } from './link'
import { partOf } from './names'
import { isSignInName, passwordMistake } from './password'

test('after signing in only addresses of this installation are gone to', () => {
  expect(insideAddress('/runs/r1?step=a')).toBe('/runs/r1?step=a')
  for (const elsewhere of [
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/sign-in?next=/x',
  ])
    expect(insideAddress(elsewhere)).toBe('/inbox')
})

test('the secret of a link is what follows its sign, however it is written', () => {
  expect(secretOf('#abc_1')).toBe('abc_1')
  expect(secretOf('#a%20b')).toBe('a b')
  expect(secretOf('#%')).toBe('%')
  expect(secretOf('')).toBe('')
})

test('a link without an address gets the one of this page', () => {
  expect(wholeLink('/reset#s', 'https://house.test')).toBe('https://house.test/reset#s')
  expect(wholeLink('https://other.test/reset#s', 'https://house.test')).toBe('https://other.test/reset#s')
})

test('passwords that the server would refuse are told before', () => {
  expect(passwordMistake('short')).toContain('5')
  expect(passwordMistake('aaaaaaaaaaaa')).toBeDefined()
  expect(passwordMistake('xx-ana.lima-xx', 'Ana.Lima')).toBeDefined()
  expect(passwordMistake('four words of mine', 'ana')).toBeUndefined()
})

test('a sign-in name is what a person can type and tell apart', () => {
  expect(isSignInName('ana.lima+1@firm')).toBe(true)
  for (const wrong of ['', 'ana lima', 'a/b', 'x'.repeat(81)]) expect(isSignInName(wrong)).toBe(false)
})

test('the seconds that are left never go below zero', () => {
  expect(secondsUntil(10_500, 10_000)).toBe(1)
  expect(secondsUntil(9_000, 10_000)).toBe(0)
})

test('somebody of a demonstration is told by their rights, then by their roles', () => {
  const nobody = { roles: [], administrator: false, editor: false, auditor: false }
  expect(partOf(nobody)).toBe('No role of their own')
  expect(partOf({ ...nobody, administrator: true })).toBe('owner of the installation')
  expect(partOf({ ...nobody, auditor: true, roles: ['support-agent'] })).toBe('auditor, support agent')
})
