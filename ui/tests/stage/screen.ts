/**
 * A browser and its windows. Whatever a window complains of fails the scene: errors of scripts, violations of the
 * content security policy, answers that say the server failed, and dialogs, which only a smuggled script opens.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** Where pictures and pages of scenes that failed are kept. */
const KEPT = process.env.UNDERSTUDY_SCENES ?? fileURLToPath(new URL('../../../target/scenes', import.meta.url))

/** How long anything may take to appear. */
const APPEARS_WITHIN = 15_000

export async function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) {
    throw new Error(
      `${executablePath} is missing: install chromium from the system's packages, or name it with CHROMIUM`,
    )
  }
  // Root may not use the sandbox; the pages are our own.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : ['--disable-dev-shm-usage']
  return await chromium.launch({ executablePath, args })
}

/** Runs in the page: the browser's own message about its content security policy does not say what it refused. */
function tellWhatWasRefused(): void {
  document.addEventListener('securitypolicyviolation', (violation) => {
    const { target, violatedDirective, blockedURI, sourceFile, lineNumber } = violation
    const what = target instanceof Element ? target.outerHTML.slice(0, 200) : blockedURI
    // biome-ignore lint/suspicious/noConsole: it is how the page tells the scene
    console.error(`${violatedDirective} refused ${what} (${sourceFile}:${lineNumber})`)
  })
}

export class Windows {
  readonly faults: string[] = []
  readonly #contexts: BrowserContext[] = []
  readonly #pages: Page[] = []
  #unreachable = false

  constructor(
    readonly browser: Browser,
    readonly url: string,
  ) {}

  /** From now on the server may be away: broken connections are no fault. */
  expectUnreachable(): void {
    this.#unreachable = true
  }

  /** A window with nothing of any other in it; signed in where a session's cookie is given. */
  async open(path: string, cookie = '', options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
      ...options,
    })
    context.setDefaultTimeout(APPEARS_WITHIN)
    this.#contexts.push(context)
    const [name, value] = cookie.split('=')
    if (name && value) await context.addCookies([{ name, value, url: this.url, httpOnly: true, sameSite: 'Lax' }])
    await context.addInitScript(tellWhatWasRefused)
    const page = await context.newPage()
    this.#pages.push(page)
    this.#watch(page)
    await page.goto(new URL(path, this.url).href)
    return page
  }

  #watch(page: Page): void {
    const where = () => new URL(page.url()).pathname
    page.on('console', (message) => {
      if (message.type() === 'error' && this.#isFault(message.text())) {
        this.faults.push(`console at ${where()}: ${message.text()}`)
      }
    })
    page.on('pageerror', (error) => this.faults.push(`script at ${where()}: ${error.stack ?? error.message}`))
    page.on('dialog', (dialog) => {
      this.faults.push(`dialog at ${where()}: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('response', (response) => {
      if (response.status() >= 500 && !this.#unreachable) this.faults.push(`${response.status()} of ${response.url()}`)
    })
  }

  /** The browser reports every refused request; refusals are answers, and looked at by the scenes. */
  #isFault(text: string): boolean {
    if (/^Failed to load resource: the server responded with a status of 4\d\d/.test(text)) return false
    return !(this.#unreachable && /net::ERR_|EventSource/.test(text))
  }

  /** Keeps a picture and the page's text of every window. */
  async keep(scene: string): Promise<void> {
    const folder = join(KEPT, scene.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 80))
    mkdirSync(folder, { recursive: true })
    for (const [n, page] of this.#pages.entries()) {
      if (page.isClosed()) continue
      const file = join(folder, `${n + 1}`)
      await page.screenshot({ path: `${file}.png`, timeout: 5_000 }).catch(() => undefined)
      writeFileSync(`${file}.html`, `<!-- ${page.url()} -->\n${await page.content().catch(() => 'gone')}`)
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close().catch(() => undefined)))
  }
}
