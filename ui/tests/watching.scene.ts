/** How the work is really done: a log is brought, understood, drawn, and narrowed. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { serious } from './stage/axe'
import { tabTo } from './stage/keys'
import { scene } from './stage/scene'

/** 13,087 applications for a loan (BPI Challenge 2012); beside the repository, as it is not ours to pass on. */
const LOANS = fileURLToPath(new URL('../../../shared/cases/event-logs/BPIC12.xes.gz', import.meta.url))

/** What a shop's own program writes: nothing in it is called as one would guess. */
const ORDERS = `no;kind;moment;clerk;sum
${Array.from({ length: 12 }, (_, n) => {
  const day = `0${(n % 9) + 1}.02.2026`
  const sum = n % 3 === 0 ? 700 : 20
  return [
    `${n};received;${day} 09:00;Ann;${sum}`,
    ...(sum > 100 ? [`${n};checked;${day} 09:30;Bob;${sum}`] : []),
    `${n};packed;${day} 10:00;Cem;${sum}`,
    `${n};sent;${day} 15:00;Ann;${sum}`,
  ].join('\n')
}).join('\n')}
`

async function bring(page: Page, file: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Add a log' }).first().click()
  await (await chooser).setFiles(file)
}

async function drawn(page: Page): Promise<void> {
  await page.locator('.react-flow__node').first().waitFor({ timeout: 30_000 })
}

scene(
  'a table whose columns were guessed wrong is put right, added, looked at and removed',
  { timeout: 180_000 },
  async ({ installation, stage }) => {
    const folder = mkdtempSync(join(tmpdir(), 'understudy-orders-'))
    const file = join(folder, 'shop orders.csv')
    writeFileSync(file, ORDERS)
    try {
      const ana = await installation.owner()
      const page = await stage.sit(ana, '/inbox')
      await page.getByRole('link', { name: 'Watching' }).click()
      await page.getByText('No log yet').waitFor()
      expect(await serious(page)).toEqual([])

      await bring(page, file)
      const dialog = page.getByRole('dialog')
      await expect.poll(() => dialog.getByLabel('Name of the log').inputValue()).toBe('shop orders')
      expect(await dialog.getByLabel('Replace the names of people').isChecked()).toBe(true)
      await dialog.getByLabel('Case', { exact: false }).first().selectOption('no')
      await dialog.getByLabel('Activity', { exact: false }).selectOption('no')
      await dialog.getByText('Another choice has the same column.').first().waitFor()
      await dialog.getByRole('button', { name: 'Add log' }).click()
      await dialog.getByLabel('Activity', { exact: false }).selectOption('kind')
      await dialog.getByLabel('Time', { exact: true }).selectOption('moment')
      await dialog.getByLabel('Times are written as').selectOption('day-first')
      await dialog.getByLabel('Person').selectOption('clerk')
      expect(await serious(page)).toEqual([])
      await dialog.getByRole('button', { name: 'Add log' }).click()
      await dialog.getByText('12 cases and 40 events are in the log.').waitFor()
      await dialog.getByRole('button', { name: 'Look at the log' }).click()

      await page.getByRole('heading', { name: 'shop orders' }).waitFor()
      await page
        .getByRole('heading', { name: 'Week by week' })
        .or(page.getByRole('heading', { name: 'Activities' }))
        .first()
        .waitFor()
      // Nobody is named, and nothing is told of so few.
      expect(await page.content()).not.toContain('Cem')

      // A step is chosen by keyboard, and the cases without it are left.
      await page.keyboard.press('2')
      await drawn(page)
      await tabTo(page, /^received/)
      await page.keyboard.press('End')
      await page.locator('button[title="checked"]').click()
      const panel = page.getByRole('complementary', { name: 'What was chosen' })
      await panel.getByText('4 (33%)').waitFor()
      await panel.getByRole('button', { name: 'Only cases without this' }).click()
      await page.getByText('8 cases of 12 cases').waitFor()
      expect(new URL(page.url()).searchParams.get('lacks')).toContain('checked')

      // The filter stays on the other views, and is taken away again.
      await page.getByRole('link', { name: 'Variants' }).click()
      await page.getByText('1 way through').waitFor()
      await page.getByRole('button', { name: 'Take away: without checked' }).click()
      await page.getByText('2 different ways through').waitFor()
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      await page.waitForURL(/cases\?.*variant=0/)

      await page.getByRole('button', { name: 'More', exact: true }).click()
      await page.getByRole('menuitem', { name: 'Remove the log …' }).click()
      await dialog.getByRole('heading', { name: 'Remove shop orders?' }).waitFor()
      await dialog.getByRole('button', { name: 'Remove log' }).click()
      await page.getByText('No log yet').waitFor()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

scene('whoever does not answer for the work is not shown it', { timeout: 90_000 }, async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  const page = await stage.sit(bob, '/inbox')
  await page.getByRole('link', { name: 'Inbox' }).waitFor()
  expect(await page.getByRole('link', { name: 'Watching' }).count()).toBe(0)
  const there = await stage.sit(bob, '/watching')
  await there
    .getByRole('heading', { name: 'Watching is for those who answer for the work' })
    .or(there.getByText('Nothing was run yet.'))
    .first()
    .waitFor()
  expect(await there.getByRole('button', { name: 'Add a log' }).count()).toBe(0)
})

const LOOKS = [
  { colorScheme: 'light' },
  { colorScheme: 'dark' },
  { colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
] as const

scene.skipIf(!existsSync(LOANS))(
  `thirteen thousand cases are brought, drawn and told apart${existsSync(LOANS) ? '' : ` (skipped: ${LOANS} is not here)`}`,
  { timeout: 420_000 },
  async ({ installation, stage }) => {
    const ana = await installation.again('ana')
    const page = await stage.sit(ana, '/watching')
    page.setDefaultTimeout(90_000)
    await bring(page, LOANS)
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/^XES · /).waitFor()
    await dialog.getByRole('button', { name: 'Add log' }).click()
    await dialog.getByText('13,087 cases and 262,200 events are in the log.').waitFor()
    await dialog.getByRole('button', { name: 'Look at the log' }).click()
    await page.getByText('different ways through').waitFor()
    const log = new URL(page.url()).pathname

    // The map: less and more of it, told in words; the sliders follow the keys.
    await page.getByRole('link', { name: 'Map', exact: true }).click()
    await drawn(page)
    const covered = page.getByRole('status').filter({ hasText: /activities \(/ })
    const before = await covered.innerText()
    await page.getByRole('slider', { name: 'Activities' }).press('Home')
    await page.waitForURL(/activities=0/)
    await expect.poll(() => covered.innerText(), { timeout: 30_000 }).toMatch(/^1 of \d+ activities/)
    expect(before).not.toMatch(/^1 of /)
    await page.getByRole('slider', { name: 'Activities' }).press('End')
    await page.getByRole('slider', { name: 'Paths' }).press('Home')
    await page.waitForURL(/activities=100.*paths=0|paths=0.*activities=100/)
    await expect.poll(() => page.locator('.react-flow__node').count(), { timeout: 30_000 }).toBeGreaterThan(20)
    await page.locator('label', { hasText: /^Time$/ }).click()
    await page.getByText('Median wait', { exact: true }).waitFor()
    await page.getByRole('switch', { name: 'Table' }).click()
    await page.getByRole('table').nth(1).waitFor()

    await page.getByRole('link', { name: 'Variants' }).click()
    await page.getByText(/^\d,\d{3} different ways through$/).waitFor()
    await page.getByRole('link', { name: '3,429 cases' }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(/variant=1/)

    const found: string[] = []
    for (const look of LOOKS) {
      const judged = await stage.sit(ana, '/watching', look)
      judged.setDefaultTimeout(60_000)
      for (const view of ['', '/map', '/map?as=table', '/variants']) {
        await judged.goto(`${installation.url}${log}${view}`)
        await judged.getByText('13,087 cases · 262,200 events').waitFor()
        if (view === '/map') await drawn(judged)
        else
          await judged
            .getByRole(view === '/variants' ? 'listitem' : 'table')
            .nth(8)
            .or(judged.getByRole('table').first())
            .first()
            .waitFor()
        for (const fault of await serious(judged)) found.push(`${look.colorScheme} ${view || '/'}\n    ${fault}`)
      }
      await judged.context().close()
    }
    expect(found, found.join('\n')).toEqual([])
  },
)
