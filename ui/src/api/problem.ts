/** What a refused or failed request tells (RFC 9457), and the failures that never reached the server. */

export interface ProblemDetails {
  code?: string
  title?: string
  status?: number
  detail?: string
  errors?: Mistake[]
  retry_after?: number
  current?: unknown
}

export interface Mistake {
  code: string
  detail: string
  /** Where, as a path into what was sent. */
  at?: string
}

/** `offline` and `unreadable` are ours; every other code is the server's. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly errors: Mistake[]
  /** Seconds until another try makes sense. */
  readonly retryAfter: number | undefined
  /** With `stale`: what is there instead. */
  readonly current: unknown

  constructor(body: Record<string, unknown>, status: number) {
    const details = body as ProblemDetails
    const title = details.title ?? `The server answered ${status}.`
    super(details.detail ?? title)
    this.name = 'Problem'
    this.code = details.code ?? 'unreadable'
    this.status = status
    this.title = title
    this.errors = Array.isArray(details.errors) ? details.errors : []
    this.retryAfter = details.retry_after
    this.current = details.current
  }
}

export const offline = (): Problem =>
  new Problem(
    {
      code: 'offline',
      title: 'The server could not be reached',
      detail: 'The server could not be reached. What you typed is kept; try again when the connection is back.',
    },
    0,
  )

/** Reads any refused answer; a body that is no problem (a proxy's page, say) becomes one with the status in words. */
export function toProblem(body: unknown, status: number): Problem {
  if (body && typeof body === 'object' && !Array.isArray(body))
    return new Problem(body as Record<string, unknown>, status)
  return new Problem({ title: `The server answered ${status}.` }, status)
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const text = error instanceof Error ? error.message : String(error)
  return new Problem({ code: 'unexpected', title: 'Something went wrong on this page', detail: text }, 0)
}
