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
