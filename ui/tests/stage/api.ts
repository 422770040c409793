/** The raw API, as a program uses it: for what a scene needs beforehand, and for what a screen would never send. */

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a scene looks at what it expects and fails where it is not
  body: any
  headers: Headers
}

interface Sent {
  body?: unknown
  headers?: Record<string, string>
}

/** How long a request may take. */
const ANSWERED_WITHIN = 20_000

/** How long a large log may take to be read: a debug build on a busy machine. */
const BROUGHT_WITHIN = 180_000

export class Api {
  /** The session's cookie, as `name=value`; empty for nobody. */
  cookie = ''
  csrf = ''

  constructor(readonly url: string) {}

  /** Sends it and returns whatever comes back. */
  async send(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Answer> {
    const answer = await fetch(`${this.url}${path.startsWith('/api') ? '' : '/api/v1'}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(this.cookie ? { Cookie: this.cookie } : {}),
        ...(this.csrf && method !== 'GET' ? { 'X-CSRF-Token': this.csrf } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWERED_WITHIN),
    })
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
    if (cookie) this.cookie = cookie
    const text = await answer.text()
    const json = answer.headers.get('content-type')?.includes('json') && text
    return { status: answer.status, body: json ? JSON.parse(text) : text, headers: answer.headers }
  }

  /** Sends it, and fails unless it succeeds. */
  async ask(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
    const answer = await this.send(method, path, { body, headers })
    if (answer.status >= 300) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    return answer.body
  }

  /** Brings an event log from a file, and returns its id. */
  async bring(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const answer = await fetch(`${this.url}/api/v1/event-logs?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream', Cookie: this.cookie, 'X-CSRF-Token': this.csrf },
      body: bytes,
      signal: AbortSignal.timeout(BROUGHT_WITHIN),
    })
    const body = await answer.json()
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${JSON.stringify(body)}`)
    return body.log.id
  }

  get(path: string) {
    return this.ask('GET', path)
  }

  post(path: string, body: unknown = {}) {
    return this.ask('POST', path, body)
  }

  /** Enters by a door that answers with a session. */
  async enter(door: string, body: unknown): Promise<void> {
    this.csrf = (await this.post(door, body)).csrf
  }

  /** Publishes a document and returns the id of its procedure. */
  async publish(text: string): Promise<string> {
    return await this.#release(await this.post('/drafts', { text }))
  }

  /** Publishes the next version of a procedure. */
  async publishNext(procedure: string, text: string): Promise<string> {
    const draft = await this.post('/drafts', { procedure })
    const match = { 'If-Match': `"${draft.etag}"` }
    return await this.#release(await this.ask('PUT', `/drafts/${draft.id}`, { text }, match))
  }

  async #release(draft: { id: string; etag: string }): Promise<string> {
    const match = { 'If-Match': `"${draft.etag}"` }
    const published = await this.ask('POST', `/drafts/${draft.id}/publish`, { rationale: 'It is needed.' }, match)
    return published.procedure ?? published.id
  }

  /** Completes a task as its form stands. */
  async complete(run: string, task: string, values: Record<string, unknown>) {
    const path = `/runs/${run}/tasks/${task}`
    const { revision } = await this.get(path)
    return this.post(`${path}/complete`, { values, revision })
  }

  /** Starts a run and returns its id. */
  async start(procedure: string, data: Record<string, unknown> = {}): Promise<string> {
    return (await this.post('/runs', { procedure, data })).run
  }

  /** The open tasks of a run. */
  async tasks(run: string): Promise<{ task: string; step: string; revision: number }[]> {
    return (await this.get(`/runs/${run}`)).tasks
  }
}

/** Asks until the answer is there, for at most so long; then fails with what was asked last. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false>, within = 20_000): Promise<T> {
  const end = Date.now() + within
  for (;;) {
    const found = await ask()
    if (found) return found
    if (Date.now() > end) throw new Error(`not within ${within / 1000} s: ${what}`)
    await new Promise((again) => setTimeout(again, 100))
  }
}
