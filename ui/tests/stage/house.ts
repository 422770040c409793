/**
 * The real program, serving a data file of its own at a free port of this machine.
 *
 * It knows nothing of the machine's configuration, and is gone with its data when the scene ends.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

/** How long a start may take: a debug build on a busy machine. */
const STARTED_WITHIN = 30_000

/** A shop to act on. Whether a refund was carried out, nobody ever hears. */
const CONNECTORS = `connectors:
  shop:
    scripted:
      actions:
        getOrder:
          - give: {item: lamp}
        replace:
          - give: {tracking: T-1}
        refund:
          repeat: never
          answers:
            - fail: {error: timeout, message: No answer came., certainty: unknown}
`

/** The program under test: `UNDERSTUDY_BIN`, else the debug build of this repository. */
export function program(): string {
  const built = join(process.env.CARGO_TARGET_DIR ?? join(repository, 'target'), 'debug/understudy')
  const path = process.env.UNDERSTUDY_BIN ?? built
  if (!existsSync(path)) {
    throw new Error(`${path} is missing: build it with \`cargo build\`, or name another with UNDERSTUDY_BIN`)
  }
  return path
}

export class House {
  /** Where people reach it. The same over restarts, as it is in their browsers. */
  url = ''
  readonly folder = mkdtempSync(join(tmpdir(), 'understudy-scene-'))
  #process: ChildProcess | undefined
  #said = ''

  /** Everything that it wrote in the terminal since it was started last. */
  get said(): string {
    return this.#said
  }

  /** The link by which the first owner is made, as the terminal shows it. */
  get setupLink(): string {
    const link = /http:\S+\/setup#\S+/.exec(this.#said)?.[0]
    if (!link) throw new Error(`the terminal shows no link to set up:\n${this.#said}`)
    return link
  }

  /** Starts it, and returns once it says where its screens are. */
  async start(command?: string[], within = STARTED_WITHIN): Promise<void> {
    const listen = this.url ? new URL(this.url).host : '127.0.0.1:0'
    const data = join(this.folder, 'data.sqlite')
    const home = { HOME: this.folder, XDG_CONFIG_HOME: this.folder, XDG_DATA_HOME: this.folder }
    const connectors = join(this.folder, 'connectors.yaml')
    writeFileSync(connectors, CONNECTORS)
    const child = spawn(
      program(),
      [...(command ?? ['serve', '--connectors', connectors]), '--data', data, '--listen', listen],
      {
        cwd: this.folder,
        env: { PATH: process.env.PATH, TZ: 'UTC', ...home },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    this.#process = child
    this.#said = ''
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`it did not start:\n${this.#said}`)), within)
      const hear = (bytes: Buffer) => {
        this.#said += bytes.toString()
        const url = /(?:Screens at|Open) (http:\S+)\s/.exec(this.#said)?.[1]
        // What follows in the same breath is the link of the first start.
        if (!url) return
        this.url = url
        clearTimeout(late)
        resolve()
      }
      child.stdout?.on('data', hear)
      child.stderr?.on('data', hear)
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${this.#said}`)))
    })
    await this.#ready()
  }

  /** Ends it as a power cut does: nothing is finished, nothing is said. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Tells it to stop, and removes what it kept. */
  async close(): Promise<void> {
    await this.#end('SIGTERM')
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await gone
    clearTimeout(impatient)
  }

  async #ready(): Promise<void> {
    const until = Date.now() + STARTED_WITHIN
    while (Date.now() < until) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined)
      if (answer?.ok) return await this.#hasScreens()
      await new Promise((again) => setTimeout(again, 50))
    }
    throw new Error(`it is not ready:\n${this.#said}`)
  }

  async #hasScreens(): Promise<void> {
    const page = await (await fetch(this.url)).text()
    if (!page.includes('id="root"')) {
      throw new Error('the program was built without the screens: `npm run build`, then `cargo build`')
    }
  }
}
