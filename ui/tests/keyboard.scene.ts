/** A day without a mouse, and what holds on every screen: each stop can be seen, and what was opened gives the focus back. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { focused, tabTo } from './stage/keys'
import { RETURNS } from './stage/procedures'
import { PASSWORD, scene } from './stage/scene'

/** Runs in the page: what has the focus, and whether it looks another way than without. */
function stopInThePage() {
  const at = document.activeElement
  if (!(at instanceof HTMLElement) || at === document.body) return undefined
  // Radio buttons of a row of choices have no size of their own: their labels stand for them.
  const labels = at instanceof HTMLInputElement ? [...(at.labels ?? [])] : []
  const seen = [at, ...labels].some((element) => {
    const { width, height } = element.getBoundingClientRect()
    return width > 0 && height > 0
  })
  // A ring may be drawn by what is around a control: a field, a card with its radio button.
  const around = [at, at.parentElement, at.parentElement?.parentElement, at.nextElementSibling, ...labels]
  const drawn = () =>
    around.map((element) => {
      if (!element) return ''
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } = getComputedStyle(element)
      const outline = outlineStyle === 'none' ? 'none' : `${outlineStyle} ${outlineWidth} ${outlineColor}`
      return [outline, boxShadow, borderColor].join(' | ')
    })
  const focused = drawn()
  at.blur()
  const plain = drawn()
  at.focus({ preventScroll: true })
  const ring = focused.some((look, n) => look !== plain[n])
  const name = at.getAttribute('aria-label') ?? at.textContent?.trim() ?? ''
  return { name: `${at.tagName} ${name.slice(0, 40)}`, seen, ring }
}

/** What one meets with the Tab key, and what of it does not show that one is there. */
async function tabThrough(page: Page, times: number) {
  const [stops, bare] = [new Set<string>(), new Set<string>()]
  for (let n = 0; n < times; n++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(stopInThePage)
    if (!stop) continue
    stops.add(stop.name)
    expect(stop.seen, `${stop.name} has the focus and is not seen`).toBe(true)
    if (!stop.ring) bare.add(stop.name)
  }
  return { stops: [...stops], bare: [...bare] }
}

scene('a day in the inbox by the keyboard alone', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  await ana.api.publish(RETURNS)
  for (const order of ['ORD-1', 'ORD-2', 'ORD-3']) await bob.api.start('returns', { order_id: order })

  const page = await stage.sit(undefined, '/inbox?scope=roles')
  const keys = page.keyboard
  await page.getByLabel('Name', { exact: true }).waitFor()
  // The first field has the focus already.
  await keys.type('bob')
  await keys.press('Tab')
  await keys.type(PASSWORD)
  await keys.press('Enter')
  const open = page.getByRole('article')
  await open.getByRole('heading', { name: /Inspect ORD-/ }).waitFor()
  const title = () => open.getByRole('heading', { name: /Inspect ORD-/ }).textContent()

  const first = await title()
  await keys.press('j')
  await expect.poll(title).not.toBe(first)
  await keys.press('k')
  await expect.poll(title).toBe(first)
  await keys.press('x')
  await page.getByText('1 selected').waitFor()
  await keys.press('x')
  await page.getByText('1 selected').waitFor({ state: 'detached' })

  await keys.press('Enter')
  const focused = () => page.evaluate(() => document.activeElement?.tagName)
  await expect.poll(focused).toBe('INPUT')
  await keys.type('7.50')
  await keys.press('ControlOrMeta+Enter')
  await expect.poll(async () => (await bob.api.get('/tasks?scope=roles')).items.length).toBe(2)

  // Out of the form; then the list of what the keys do, and back.
  await keys.press('Escape')
  await keys.press('?')
  const help = page.getByRole('dialog')
  await help.getByText('Next task').waitFor()
  await keys.press('Escape')
  await help.waitFor({ state: 'detached' })
})

scene(
  'every stop of the Tab key can be seen, and a dialog keeps and gives back the focus',
  async ({ installation, stage }) => {
    const bob = await installation.again('bob')
    const page = await stage.sit(bob, '/inbox?scope=roles')
    await page.getByRole('article').waitFor()
    const { stops, bare } = await tabThrough(page, 60)
    expect(bare, 'has the focus and does not show it').toEqual([])
    expect(stops.some((name) => name.includes('Complete step'))).toBe(true)

    const more = page.getByRole('button', { name: 'Raise exception' })
    await more.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'The item is lost' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    for (let n = 0; n < 12; n++) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => !!document.activeElement?.closest('[role=dialog]'))).toBe(true)
    }
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  },
)

scene('every stop can be seen on the other screens too', { timeout: 180_000 }, async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const bob = await installation.again('bob')
  const run = await bob.api.start('returns', { order_id: 'ORD-9' })
  const page = await stage.sit(ana, '/runs')
  const found: string[] = []
  for (const address of [
    '/runs',
    `/runs/${run}`,
    '/procedures',
    '/procedures/returns',
    '/procedures/returns/history',
    '/ledger',
    '/settings/people',
    '/settings/tokens',
    '/settings/appearance',
  ]) {
    await page.goto(`${installation.url}${address}`)
    await page.getByRole('main').waitFor()
    await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined)
    const { bare } = await tabThrough(page, 35)
    found.push(...bare.map((name) => `${address} ${name}`))
  }
  expect(found, found.join('\n')).toEqual([])
})

scene('a focus that is not shown is found', async ({ installation, stage }) => {
  const bob = await installation.again('bob')
  const page = await stage.sit(bob, '/inbox?scope=roles')
  await page.getByRole('article').waitFor()
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('nav a, nav a * { outline: none !important; box-shadow: none !important; }')
    document.adoptedStyleSheets = [sheet]
  })
  const { bare } = await tabThrough(page, 12)
  expect(bare.join()).toContain('Procedures')
})

scene('what a menu opened gives the focus back to its button', async ({ installation, stage }) => {
  const bob = await installation.again('bob')
  const page = await stage.sit(bob, '/inbox?scope=roles')
  await page.getByRole('article').waitFor()
  const keys = page.keyboard
  for (const [opener, entry] of [
    [/^Raise exception/, 'Something else'],
    [/^Hand over/, 'Invite a guest …'],
  ] as const) {
    await tabTo(page, opener)
    await keys.press('Enter')
    await page.getByRole('menuitem', { name: entry }).focus()
    await keys.press('Enter')
    await page.getByRole('dialog').waitFor()
    await keys.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => focused(page)).toMatch(opener)
  }

  await tabTo(page, /account of/)
  await keys.press('Enter')
  await page.getByRole('menuitem', { name: 'My absence …' }).waitFor()
  await keys.press('Escape')
  await expect.poll(() => focused(page)).toMatch(/account of/)
  await tabTo(page, /^Filter/)
  await keys.press('Enter')
  await page.getByLabel('Procedure').waitFor()
  await keys.press('Escape')
  await expect.poll(() => focused(page)).toMatch(/^Filter/)
})
