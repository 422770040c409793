/** Takes a picture of a screen as it looks on a desk and on a phone, light and dark. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'

/** Outside of version control. */
const ALBUM =
  process.env.UNDERSTUDY_SCREENSHOTS ?? fileURLToPath(new URL('../../../target/screenshots', import.meta.url))

const DESK: BrowserContextOptions = { viewport: { width: 1440, height: 900 } }
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

const LOOKS: Record<string, BrowserContextOptions> = {
  'desk-light': { ...DESK, colorScheme: 'light' },
  'desk-dark': { ...DESK, colorScheme: 'dark' },
  'phone-light': { ...PHONE, colorScheme: 'light' },
  'phone-dark': { ...PHONE, colorScheme: 'dark' },
}

export interface Shot {
  name: string
  address: string
  /** What is done before the picture. */
  before?: (page: Page) => Promise<unknown>
  /** The whole length of the page rather than what is seen at once. */
  whole?: boolean
}

/** Written beside the pictures: what did not work on the way, and screens that are wider than their window. */
const complaints: string[] = []

/** Takes every shot in every look, signed in by a cookie or as nobody. */
export async function take(browser: Browser, url: string, cookie: string, shots: Shot[]): Promise<void> {
  for (const [look, options] of Object.entries(LOOKS)) {
    if (process.env.LOOKS && !process.env.LOOKS.split(',').includes(look)) continue
    const context = await browser.newContext({ ...options, locale: 'en-GB', timezoneId: 'Europe/Berlin' })
    context.setDefaultTimeout(10_000)
    const [name, value] = cookie.split('=')
    if (name && value) await context.addCookies([{ name, value, url }])
    for (const shot of shots) await picture(context, url, look, shot)
    await context.close()
  }
  mkdirSync(ALBUM, { recursive: true })
  writeFileSync(join(ALBUM, `complaints-${process.pid}.txt`), complaints.join('\n'))
}

/** Nothing is being loaded or drawn any more. The live stream never ends, so the network cannot be asked. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(250)
  await page
    .locator('[class*=Skeleton], [aria-busy=true]')
    .first()
    .waitFor({ state: 'hidden', timeout: 5_000 })
    .catch(() => undefined)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.waitForTimeout(250)
}

/** No window is taller in a picture. */
const TALLEST = 20_000

/** What scrolls is a part of the page, so that the window has to grow for all of it to be seen. */
async function grow(page: Page): Promise<void> {
  const hidden = await page.evaluate(() =>
    Math.max(0, ...[...document.querySelectorAll('*')].map((each) => each.scrollHeight - each.clientHeight)),
  )
  const { width, height } = page.viewportSize() ?? { width: 1440, height: 900 }
  await page.setViewportSize({ width, height: Math.min(height + hidden, TALLEST) })
  await settled(page)
}

async function picture(context: BrowserContext, url: string, look: string, shot: Shot): Promise<void> {
  if (process.env.SHOTS && !new RegExp(process.env.SHOTS).test(shot.name)) return
  const page = await context.newPage()
  const note = (what: string) => complaints.push(`${look} ${shot.name}: ${what}`)
  page.on('pageerror', (error) => note(error.message))
  try {
    await page.goto(new URL(shot.address, url).href)
    await page.getByRole('heading').first().waitFor()
    await settled(page)
    if (shot.before) {
      await shot.before(page)
      await settled(page)
    }
    if (shot.whole) await grow(page)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (overflow > 0) note(`is ${overflow} px wider than the window`)
  } catch (error) {
    note(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  }
  mkdirSync(join(ALBUM, look), { recursive: true })
  await page.screenshot({
    path: join(ALBUM, look, `${shot.name}.png`),
    fullPage: shot.whole ?? false,
    animations: 'disabled',
  })
  await page.close()
}
