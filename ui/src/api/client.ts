/** The one door to the server. Answers are values; anything else is thrown as a `Problem`. */
import { QueryClient } from '@tanstack/react-query'
import createClient from 'openapi-fetch'
import { asProblem, toProblem } from './problem'
import { carefulFetch } from './request'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

/** Every route of the API, typed by its description: `answer(api.GET('/api/v1/runs/{run}', {params: …}))`. */
export const api = createClient<paths>({ baseUrl: '', fetch: (request) => carefulFetch(request) })

/** The value of an answer, or a `Problem` thrown. */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call
  if (!response.ok) throw toProblem(error, response.status)
  return data as T
}

export interface Page<T> {
  items: T[]
  next?: string | null
}

type Scalar = string | number | boolean
export interface Sending {
  query?: Record<string, Scalar | undefined>
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** For routes that the description does not have yet, and for bodies that are not JSON. */
export async function send<T>(
  method: string,
  path: string,
  { query, body, headers, signal }: Sending = {},
): Promise<T> {
  const address = new URL(`/api/v1${path}`, window.location.origin)
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== '') address.searchParams.set(name, String(value))
  }
  const request = new Request(address, {
    method,
    signal,
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const response = await carefulFetch(request)
  const text = await response.text()
  const value = parse(text)
  if (!response.ok) throw toProblem(value, response.status)
  return value as T
}

function parse(text: string): unknown {
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The live stream tells what changed; asking again on every look would only be noise.
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => {
        const problem = asProblem(error)
        return failures < 2 && (problem.status === 0 || problem.status >= 500)
      },
    },
    mutations: { retry: false },
  },
})
