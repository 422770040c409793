import { describe, expect, test } from 'vitest'
import type { TaskForm } from '../api/tasks'
import { lookedAt, uncovered } from './hidden'

const form = (revision: number, current: Record<string, unknown> = {}) =>
  ({ revision, current, fields: [{ name: 'iban', label: 'Account' }] }) as unknown as TaskForm

describe('a form that was revealed', () => {
  test('is looked at as long as it is as new as the other', () => {
    const usual = form(3)
    expect(lookedAt(usual, undefined)).toBe(usual)
    expect(lookedAt(usual, form(2, { iban: 'DE02' }))).toBe(usual)
    expect(lookedAt(usual, form(3, { iban: 'DE02' })).current).toEqual({ iban: 'DE02' })
  })
  test('lists what only it carries', () => {
    expect(uncovered(form(3), form(3, { iban: 'DE02' }))).toEqual([{ label: 'Account', text: 'DE02' }])
    expect(uncovered(form(3, { iban: 'DE02' }), form(3, { iban: 'DE02' }))).toEqual([])
  })
})
