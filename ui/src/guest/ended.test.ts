import { describe, expect, test } from 'vitest'
import { endedWords, hasEnded } from './ended'

describe('a link that has ended', () => {
  test('tells whoever holds its secret why, and whom to ask', () =>
    expect(
      endedWords({ code: 'link-expired', message: 'the time of this link is over; ask Bob Agent for a new one' }),
    ).toEqual({
      title: 'Too late for this link',
      help: 'The time of this link is over. Ask Bob Agent for a new one.',
    }))
  test('tells a stranger nothing', () =>
    expect(endedWords({ code: 'bad-link', message: 'not known' }).title).toBe('This link opens nothing any more'))
  test('is told from a request that failed', () => {
    expect(hasEnded({ code: 'link-done', status: 410 })).toBe(true)
    expect(hasEnded({ code: 'bad-link', status: 401 })).toBe(true)
    expect(hasEnded({ code: 'too-many-requests', status: 429 })).toBe(false)
    expect(hasEnded({ code: 'offline', status: 0 })).toBe(false)
  })
})
