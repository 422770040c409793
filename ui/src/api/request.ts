/**
 * What every request carries: the CSRF token of the session, and for every change an idempotency key that stays the
 * same until the server has answered, so that a request repeated after a broken connection is done once.
 */
import { offline } from './problem'

let csrf = ''
export const csrfToken = (): string => csrf
export const setCsrf = (token: string): void => {
  csrf = token
}

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
/** Keys of requests whose outcome is not known, by what was asked. */
const unanswered = new Map<string, string>()

/** `crypto.randomUUID` is missing on plain-http addresses, where small installations start. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export async function carefulFetch(request: Request, send: typeof fetch = fetch): Promise<Response> {
  if (!UNSAFE.has(request.method)) return attempt(request, send)
  const headers = new Headers(request.headers)
  if (csrf) headers.set('X-CSRF-Token', csrf)
  const asked = await signature(request)
  const key = unanswered.get(asked) ?? randomKey()
  unanswered.set(asked, key)
  headers.set('Idempotency-Key', key)
  const response = await attempt(new Request(request, { headers }), send)
  unanswered.delete(asked)
  return response
}

async function attempt(request: Request, send: typeof fetch): Promise<Response> {
  try {
    return await send(request)
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
