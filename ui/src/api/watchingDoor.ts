import { toProblem } from './problem'
import { carefulFetch } from './request'

export type Asked = Record<string, string | number | string[] | undefined>

export async function ask<T>(
  method: string,
  path: string,
  more: { query?: object; body?: unknown; etag?: string; signal?: AbortSignal } = {},
): Promise<T> {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries((more.query ?? {}) as Asked))
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) query.append(key, String(each))
  const headers = new Headers({ Accept: 'application/json' })
  if (more.body !== undefined) headers.set('Content-Type', 'application/json')
  if (more.etag) headers.set('If-Match', `"${more.etag}"`)
  const request = new Request(`${window.location.origin}${path}?${query}`, {
    method,
    headers,
    body: more.body === undefined ? null : JSON.stringify(more.body),
    ...(more.signal ? { signal: more.signal } : {}),
  })
  const response = await carefulFetch(request)
  const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
  if (!response.ok) throw toProblem(body, response.status)
  return body as T
}
