import { expect, test } from 'vitest'
import type { NoticeItem } from '../api/installation'
import { badge, readUntil, unreadCount } from './unread'

const notice = (at: string, read: boolean): NoticeItem => ({ at, run: 'r', text: 'x', read })

test('everything up to the newest unread notice is told as read', () => {
  const notices = [
    notice('2026-03-02T10:00:00Z', false),
    notice('2026-03-01T10:00:00Z', false),
    notice('2026-02-01T10:00:00Z', true),
  ]
  expect(unreadCount(notices)).toBe(2)
  expect(readUntil(notices)).toBe('2026-03-02T10:00:00Z')
  expect(readUntil([notice('2026-03-02T10:00:00Z', true)])).toBeUndefined()
})

test('the badge never grows wide', () => {
  expect(badge(3, false)).toBe('3')
  expect(badge(50, true)).toBe('50+')
  expect(badge(120, false)).toBe('99+')
})
