/** Procedures without a mouse: found, read, drawn, written, tried, published, compared; and runs of them. */
import { expect } from 'vitest'
import { focusOn, pick, tabTo } from './stage/keys'
import { RETURNS } from './stage/procedures'
import { scene } from './stage/scene'

scene(
  'a procedure is found, read, drawn, edited, tried, published and compared',
  { timeout: 120_000 },
  async ({ installation, stage }) => {
    const ana = await installation.owner()
    await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
    await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['lead'] })
    await installation.person(ana, 'cleo', { name: 'Cleo Clerk', roles: ['clerk'] })
    await ana.api.publish(RETURNS)
    const page = await stage.sit(ana, '/inbox')
    await page.getByRole('heading', { name: 'Inbox' }).waitFor()
    const keys = page.keyboard
    const at = (path: RegExp) => page.waitForURL(path)

    await keys.press('ControlOrMeta+k')
    await focusOn(page, /^Search and commands/)
    await keys.type('Procedures')
    await keys.press('Enter')
    await at(/\/procedures$/)
    await page.getByRole('link', { name: 'Process a return' }).waitFor()
    await keys.press('j')
    await focusOn(page, /^Process a return$/)
    await keys.press('Enter')
    await at(/\/procedures\/returns$/)

    await tabTo(page, /^Diagram$/)
    await keys.press('Enter')
    await page.locator('.react-flow__node').first().waitFor()
    await tabTo(page, /^Start/)
    await keys.press('ArrowDown')
    await keys.press('Enter')
    await at(/\/procedures\/returns(#|$)/)
    await tabTo(page, /^History$/)
    await keys.press('Enter')
    await page.getByText('This is the only version.').waitFor()

    await tabTo(page, /^Edit procedure$/)
    await keys.press('Enter')
    await at(/\/drafts\//)
    await tabTo(page, /^Text of the procedure/)
    await page.getByText('To leave the text: Escape, then Tab.').waitFor()
    await keys.press('ControlOrMeta+Home')
    await keys.type('nonsense: 1\n')
    await page.getByText('Draft saved').waitFor()
    // In the text Tab indents; Escape lets it go on, to what is wrong and from there back to its line.
    await keys.press('Escape')
    await keys.press('Tab')
    await expect.poll(() => page.evaluate(() => !document.activeElement?.closest('.cm-editor'))).toBe(true)
    await page.getByText('To leave the text: Escape, then Tab.').waitFor({ state: 'hidden' })

    // What is wrong stands in the way of publishing, and leads to its line.
    await tabTo(page, /^Publish version$/)
    await keys.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('It cannot be published yet').waitFor()
    await tabTo(page, /nonsense/)
    await keys.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await focusOn(page, /^Text of the procedure/)
    await keys.press('ControlOrMeta+Home')
    await keys.press('ControlOrMeta+Shift+k')
    await keys.type('# By the keyboard.\n')
    await page.getByText('No problems').waitFor()
    await page.getByText('Draft saved').waitFor()

    await keys.press('Escape')
    await tabTo(page, /^(Read|Text|Diagram|Try)$/)
    for (let n = 0; n < 4 && !(await page.getByRole('radio', { name: 'Try' }).isChecked()); n++)
      await keys.press('ArrowRight')
    await tabTo(page, /^Try the examples$/)
    await keys.press('Enter')
    await page.getByText('1 of 1 passed').waitFor()
    await tabTo(page, /^Step back$/)
    await keys.press('Enter')
    await page.getByText(/^Step 2 of 3/).waitFor()

    await tabTo(page, /^Publish version$/)
    await keys.press('Enter')
    await focusOn(page, /^Why this version/)
    await keys.type('Written without a mouse.')
    await tabTo(page, /^Publish version$/)
    await keys.press('Enter')
    await page.getByText('Version 2 is published').waitFor()

    await tabTo(page, /^History$/)
    await keys.press('Enter')
    await page.getByText('Written without a mouse.').waitFor()
    await tabTo(page, /^From$/)
    await keys.press('ArrowDown')
    await page.getByRole('option', { name: 'Version 2' }).waitFor()
    await keys.press('Escape')
  },
)

scene(
  'a run is started, paused, noted, corrected and cancelled',
  { timeout: 120_000 },
  async ({ installation, stage }) => {
    const bob = await installation.again('bob')
    const lea = await installation.again('lea')
    const page = await stage.sit(bob, '/procedures/returns')
    const keys = page.keyboard
    await page.getByRole('button', { name: 'Start a run' }).waitFor()
    await tabTo(page, /^Start a run$/)
    await keys.press('Enter')
    await page.getByRole('dialog').waitFor()
    await focusOn(page, /^Which order/)
    await keys.type('ORD-KEYS')
    await tabTo(page, /^Start run$/)
    await keys.press('Enter')
    await page.waitForURL(/\/runs\/./)
    const run = new URL(page.url()).pathname
    await page.getByLabel(/^Amount/).waitFor()
    await keys.press('Enter')
    await focusOn(page, /^Amount/)
    await keys.type('50')
    await keys.press('ControlOrMeta+Enter')
    await page.getByRole('heading', { name: 'Inspect ORD-KEYS' }).waitFor({ state: 'detached' })

    const hers = await stage.sit(lea, run)
    const her = hers.keyboard
    const dialog = hers.getByRole('dialog')
    const more = async (entry: string) => {
      await dialog.waitFor({ state: 'detached' })
      await tabTo(hers, /^More acts/)
      await her.press('Enter')
      await pick(hers, entry)
      await dialog.waitFor()
    }
    await hers
      .getByRole('heading', { name: /ORD-KEYS/ })
      .first()
      .waitFor()
    await tabTo(hers, /^Pause run$/)
    await her.press('Enter')
    await focusOn(hers, /^Why is it paused/)
    await her.type('For the lunch.')
    await tabTo(hers, /^Pause run$/)
    await her.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    // The same button takes it up again.
    await focusOn(hers, /^Resume run$/)
    await her.press('Enter')
    await hers.getByText('The run is resumed.').waitFor()

    await more('Write a note …')
    await focusOn(hers, /^Note$/)
    await her.press('Escape')
    await focusOn(hers, /^More acts/)

    await more('Correct a result …')
    await tabTo(hers, /^Result of/)
    await her.press('ArrowDown')
    await tabTo(hers, /^remedy/i)
    await her.press('ControlOrMeta+a')
    await her.type('manual')
    await tabTo(hers, /^Reason code/)
    await her.type('goodwill')
    await tabTo(hers, /^Reason in words/)
    await her.type('She is a regular.')
    await tabTo(hers, /^Correct result$/)
    await her.press('Enter')
    await hers.getByText('The result was corrected.').waitFor()

    await more('Skip a step …')
    await tabTo(hers, /^Why can it be skipped/)
    await her.type('It was agreed.')
    await tabTo(hers, /^Cancel$/)
    await her.press('Enter')

    await more('Cancel run …')
    await focusOn(hers, /^Why is it cancelled/)
    await her.type('It is kept after all.')
    await tabTo(hers, /^Cancel ORD-KEYS$/)
    await her.press('Enter')
    await hers.getByText('The run was cancelled.').waitFor()
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => hers.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  },
)

scene('the ledger is narrowed, read, verified and taken away', async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const page = await stage.sit(ana, '/ledger')
  const keys = page.keyboard
  const entries = page.getByRole('list', { name: 'Entries, the newest first' }).getByRole('listitem')
  await entries.first().waitFor()
  await keys.press('j')
  await keys.press('Enter')
  await page.getByText('Hash', { exact: true }).waitFor()
  await tabTo(page, /^Only entries about this$/)
  await keys.press('Enter')
  await page.waitForURL(/subject=/)
  await tabTo(page, /^Verify the ledger$/)
  await keys.press('Enter')
  await page.getByText('The ledger holds').waitFor()
  await tabTo(page, /^More$/)
  const downloaded = page.waitForEvent('download')
  await keys.press('Enter')
  await pick(page, 'Download everything')
  expect((await downloaded).suggestedFilename()).toBe('ledger.jsonl')
})
