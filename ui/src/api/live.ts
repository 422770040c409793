/**
 * The live stream: what changed on the server makes exactly the queries stale that show it. Events are gathered for a
 * moment, so that a burst of two hundred costs one refetch. The browser resumes a broken stream by itself (it sends
 * Last-Event-ID); where it gives up, or after a long sleep, everything shown is asked for again.
 */
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { keys } from './keys'

export type LiveEvent =
  | { kind: 'task'; run: string; task?: string }
  | { kind: 'run'; run: string }
  | { kind: 'procedure'; id: string }
  | { kind: 'draft'; id: string }
  | { kind: 'people' }
  | { kind: 'reset' }

export const LIVE_KINDS = ['task', 'run', 'procedure', 'draft', 'people', 'reset'] as const

/** Nothing for what cannot be read: an event of a newer server does no harm. */
export function parseLive(kind: string, data: string): LiveEvent | undefined {
  let body: Record<string, unknown> = {}
  try {
    const parsed: unknown = data ? JSON.parse(data) : {}
    if (parsed && typeof parsed === 'object') body = parsed as Record<string, unknown>
  } catch {
    return undefined
  }
  const text = (name: string) => (typeof body[name] === 'string' ? (body[name] as string) : undefined)
  const run = text('run')
  const id = text('id')
  switch (kind) {
    case 'task':
      return run ? { kind, run, task: text('task') } : undefined
    case 'run':
      return run ? { kind, run } : undefined
    case 'procedure':
    case 'draft':
      return id ? { kind, id } : undefined
    case 'people':
    case 'reset':
      return { kind }
    default:
      return undefined
  }
}

/** The queries an event makes stale; nothing at all means every query. */
export function staleAfter(event: LiveEvent): QueryKey[] | undefined {
  switch (event.kind) {
    case 'task':
      return [
        keys.tasks,
        keys.notices,
        event.task ? keys.task(event.run, event.task) : keys.tasksOf(event.run),
        keys.run(event.run),
      ]
    case 'run':
      return [keys.run(event.run), keys.tasksOf(event.run), keys.runs]
    case 'procedure':
      return [keys.procedures, keys.procedure(event.id)]
    case 'draft':
      return [keys.drafts, keys.draft(event.id), keys.procedures]
    case 'people':
      return [keys.session, keys.me, keys.people, keys.teams, keys.roles, keys.tokens, keys.guests]
    case 'reset':
      return undefined
  }
}

/** The stale queries of many events, each once. */
export function staleAfterAll(events: LiveEvent[]): QueryKey[] | undefined {
  const found = new Map<string, QueryKey>()
  for (const event of events) {
    const stale = staleAfter(event)
    if (!stale) return undefined
    for (const key of stale) found.set(JSON.stringify(key), key)
  }
  return [...found.values()]
}

export type Connection = 'connecting' | 'live' | 'lost'

const GATHER_MS = 150
const HIDDEN_MS = 60_000

/** Opens the stream and keeps it; returns how to end it. A tab hidden for a minute lets go of its connection. */
export function follow(client: QueryClient, tell: (connection: Connection) => void): () => void {
  let source: EventSource | undefined
  let gathered: LiveEvent[] = []
  let gathering: ReturnType<typeof setTimeout> | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  let hiding: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let missed = false

  const flush = () => {
    gathering = undefined
    const stale = staleAfterAll(gathered)
    gathered = []
    if (!stale) void client.invalidateQueries()
    else for (const queryKey of stale) void client.invalidateQueries({ queryKey })
  }
  const receive = (event: LiveEvent) => {
    gathered.push(event)
    gathering ??= setTimeout(flush, GATHER_MS)
  }
  const close = () => {
    source?.close()
    source = undefined
  }
  const open = () => {
    close()
    clearTimeout(again)
    const opened = new EventSource('/api/v1/events')
    source = opened
    opened.onopen = () => {
      failures = 0
      tell('live')
      if (missed) receive({ kind: 'reset' })
      missed = false
    }
    opened.onerror = () => {
      failures += 1
      tell(failures > 1 ? 'lost' : 'connecting')
      if (opened.readyState !== EventSource.CLOSED) return
      // A new stream does not know where the old one stood, so it starts by asking for everything shown.
      missed = true
      again = setTimeout(open, Math.min(30_000, 1000 * 2 ** failures))
    }
    for (const kind of LIVE_KINDS) {
      opened.addEventListener(kind, (message) => {
        const event = parseLive(kind, (message as MessageEvent<string>).data)
        if (event) receive(event)
      })
    }
  }
  const onVisibility = () => {
    clearTimeout(hiding)
    if (document.visibilityState === 'hidden') {
      hiding = setTimeout(() => {
        missed = true
        close()
      }, HIDDEN_MS)
    } else if (!source) open()
  }
  const onOnline = () => {
    missed = true
    open()
  }
  const onOffline = () => tell('lost')

  document.addEventListener('visibilitychange', onVisibility)
  window.addEventListener('online', onOnline)
  window.addEventListener('offline', onOffline)
  open()
  return () => {
    close()
    for (const timer of [gathering, again, hiding]) clearTimeout(timer)
    document.removeEventListener('visibilitychange', onVisibility)
    window.removeEventListener('online', onOnline)
    window.removeEventListener('offline', onOffline)
  }
}
