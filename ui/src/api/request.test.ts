import { afterEach, expect, test, vi } from 'vitest'
import { asProblem, Problem, toProblem } from './problem'
import { carefulFetch, setCsrf } from './request'

const post = (body: string) => new Request('http://house.test/api/v1/runs', { method: 'POST', body })
const sent = (send: ReturnType<typeof vi.fn>, n: number) => send.mock.calls[n]?.[0].headers

afterEach(() => setCsrf(''))

test('a change carries the CSRF token and an idempotency key', async () => {
  setCsrf('token')
  const send = vi.fn(async () => new Response('{}'))
  await carefulFetch(post('a'), send as unknown as typeof fetch)
  expect(sent(send, 0).get('X-CSRF-Token')).toBe('token')
  expect(sent(send, 0).get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/)
})

test('a read carries neither', async () => {
  setCsrf('token')
  const send = vi.fn(async () => new Response('{}'))
  await carefulFetch(new Request('http://house.test/api/v1/runs'), send as unknown as typeof fetch)
  expect(sent(send, 0).get('X-CSRF-Token')).toBeNull()
  expect(sent(send, 0).get('Idempotency-Key')).toBeNull()
})

test('a change that got no answer is repeated with the same key, and with a new one once it was answered', async () => {
  const send = vi.fn()
  send.mockRejectedValueOnce(new TypeError('Failed to fetch'))
  send.mockImplementation(async () => new Response('{}'))
  await expect(carefulFetch(post('b'), send)).rejects.toMatchObject({ code: 'offline' })
  await carefulFetch(post('b'), send)
  await carefulFetch(post('b'), send)
  const keys = [0, 1, 2].map((n) => sent(send, n).get('Idempotency-Key'))
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[1])
})

const refusal = (status: number, code: string) => new Response(JSON.stringify({ code }), { status })

test.each([
  [502, 'unreadable', 'a proxy that lost the server'],
  [503, 'too-slow', 'a server that gave up'],
  [408, 'not-received', 'a request that did not arrive'],
  [409, 'under-way', 'a first try that still goes on'],
])('after %i %s, %s, the same is asked with the same key', async (status, code) => {
  const send = vi.fn()
  send.mockResolvedValueOnce(refusal(status, code))
  send.mockImplementation(async () => new Response('{}'))
  for (let n = 0; n < 3; n++) await carefulFetch(post(code), send)
  const keys = [0, 1, 2].map((n) => sent(send, n).get('Idempotency-Key'))
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[1])
})

test.each([
  [409, 'stale'],
  [422, 'values'],
  [409, 'already-answered'],
])('a refusal is an answer: after %i %s the next try is another', async (status, code) => {
  const send = vi.fn(async () => refusal(status, code))
  await carefulFetch(post(code), send as unknown as typeof fetch)
  await carefulFetch(post(code), send as unknown as typeof fetch)
  expect(sent(send, 1).get('Idempotency-Key')).not.toBe(sent(send, 0).get('Idempotency-Key'))
})

test('a key is not kept for ever: much later the same is meant anew', async () => {
  vi.useFakeTimers()
  const send = vi.fn(async () => refusal(503, 'too-slow'))
  await carefulFetch(post('late'), send as unknown as typeof fetch)
  vi.advanceTimersByTime(16 * 60_000)
  await carefulFetch(post('late'), send as unknown as typeof fetch)
  vi.useRealTimers()
  expect(sent(send, 1).get('Idempotency-Key')).not.toBe(sent(send, 0).get('Idempotency-Key'))
})

test('an answer that is no problem document still becomes a problem with its status', () => {
  expect(toProblem('<html>', 502)).toMatchObject({ status: 502, code: 'unreadable' })
  expect(toProblem({ code: 'stale', title: 'Changed', detail: 'Ben completed it.' }, 409)).toMatchObject({
    code: 'stale',
    message: 'Ben completed it.',
  })
  expect(asProblem(new Error('x'))).toBeInstanceOf(Problem)
})
