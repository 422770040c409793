import { describe, expect, test } from 'vitest'
import { settlement } from './doubt'

describe('what is found out about a request in doubt', () => {
  test('needs to be yes or no, with how it is known', () =>
    expect(settlement('shop.refund A', '', '', ' ')).toEqual({
      mistakes: { happened: 'This is needed.', reason: 'This is needed.' },
    }))
  test('is sent with what it came to, as a text or as JSON', () => {
    expect(settlement('k', 'yes', '{"id": 4}', 'Asked.')).toEqual({
      body: { key: 'k', happened: true, reason: 'Asked.', result: { id: 4 } },
    })
    expect(settlement('k', 'yes', 'R-17', 'Asked.')).toEqual({
      body: { key: 'k', happened: true, reason: 'Asked.', result: 'R-17' },
    })
  })
  test('has no result where nothing happened', () =>
    expect(settlement('k', 'no', '{', 'Asked.')).toEqual({ body: { key: 'k', happened: false, reason: 'Asked.' } }))
  test('tells what is no JSON', () => expect(settlement('k', 'yes', '{', 'Asked.')).toHaveProperty('mistakes.result'))
})
