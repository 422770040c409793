/**
 * What every request carries: the CSRF token of the session, and for every change an idempotency key that stays the
 * same until it is known what came of it, so that a request repeated after a broken connection is done once.
 */
import { offline } from './problem'

let csrf = ''
export const csrfToken = (): string => csrf
export const setCsrf = (token: string): void => {
  csrf = token
}

/** Told when an answer says that nobody is signed in any more. */
let onEnded: (() => void) | undefined
export const whenSessionEnds = (tell: (() => void) | undefined): void => {
  onEnded = tell
}

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
const ENDED = new Set<unknown>(['not-signed-in', 'session-ended'])
/** Keys of requests whose outcome is not known, by what was asked, and since when. */
const unanswered = new Map<string, { key: string; since: number }>()
/** After so long the same request is meant anew. */
const REPEATED_WITHIN = 15 * 60_000

/** `crypto.randomUUID` is missing on plain-http addresses, where small installations start. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export async function carefulFetch(request: Request, send: typeof fetch = fetch): Promise<Response> {
  if (!UNSAFE.has(request.method)) return attempt(request, send)
  const headers = new Headers(request.headers)
  if (csrf) headers.set('X-CSRF-Token', csrf)
  const asked = await signature(request)
  headers.set('Idempotency-Key', keyFor(asked))
  let response = await attempt(new Request(request.clone(), { headers }), send)
  // Another tab has signed in again meanwhile: its token is ours too, and the request was not done yet.
  if (response.status === 403 && (await codeOf(response)) === 'csrf' && (await renewCsrf(send))) {
    headers.set('X-CSRF-Token', csrf)
    response = await attempt(new Request(request, { headers }), send)
  }
  if (!(await mayGoOn(response))) unanswered.delete(asked)
  return response
}

function keyFor(asked: string): string {
  const now = Date.now()
  for (const [old, { since }] of unanswered) if (now - since > REPEATED_WITHIN) unanswered.delete(old)
  const { key, since } = unanswered.get(asked) ?? { key: randomKey(), since: now }
  unanswered.set(asked, { key, since })
  return key
}

/**
 * Whether this is no answer to what was asked: a proxy that lost the server, a server that gave up on its own work, or
 * the first try that is still under way. It may be done all the same.
 */
async function mayGoOn(response: Response): Promise<boolean> {
  if (response.status >= 500 || response.status === 408) return true
  return response.status === 409 && (await codeOf(response)) === 'under-way'
}

async function codeOf(response: Response): Promise<unknown> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  return body && typeof body === 'object' && 'code' in body ? body.code : undefined
}

async function renewCsrf(send: typeof fetch): Promise<boolean> {
  const response = await send('/api/v1/session', { headers: { Accept: 'application/json' } }).catch(() => undefined)
  const body: unknown = response?.ok ? await response.json().catch(() => undefined) : undefined
  const token = body && typeof body === 'object' && 'csrf' in body ? body.csrf : undefined
  if (typeof token !== 'string' || !token || token === csrf) return false
  csrf = token
  return true
}

async function attempt(request: Request, send: typeof fetch): Promise<Response> {
  try {
    const response = await send(request)
    if (response.status === 401 && ENDED.has(await codeOf(response))) onEnded?.()
    return response
  } catch (error) {
    if (request.signal?.aborted) throw error
    throw offline()
  }
}

async function signature(request: Request): Promise<string> {
  const body = await request.clone().arrayBuffer()
  // Large bodies are files, whose content already names them on the server.
  const text = body.byteLength > 1_000_000 ? `${body.byteLength}` : new TextDecoder().decode(body)
  return `${request.method} ${request.url}\n${text}`
}
