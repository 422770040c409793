/** A large log of somebody else's work (BPIC12: 13,087 loan applications) becomes a procedure, and is held against it. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { scene } from './stage/scene'

const LOG = fileURLToPath(new URL('../../../shared/cases/event-logs/BPIC12.xes.gz', import.meta.url))

/** In which a debug build drafts, or compares, the most frequent ways of so large a log. */
const WORKED_WITHIN = 180_000

scene.skipIf(!existsSync(LOG))(
  'a large log becomes a procedure, which is published, and the log is compared with it',
  { timeout: 600_000 },
  async ({ installation, stage }) => {
    const ana = await installation.owner()
    const log = await ana.api.bring('BPIC12.xes.gz', new Uint8Array(readFileSync(LOG)))
    const page = await stage.sit(ana, `/watching/${log}?ways=0.5`)
    await page.getByText('13,087 cases').first().waitFor()
    await page.getByRole('button', { name: 'Make a procedure of this' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Title').fill('Decide on a loan')
    await dialog.getByLabel(/^Coverage/).fill('60')
    const preview = dialog.getByRole('region', { name: 'Preview' })
    await preview.getByRole('heading').first().waitFor({ timeout: WORKED_WITHIN })
    await dialog.getByText('Fitness', { exact: true }).waitFor()
    await dialog.locator('button[type=submit]:not([data-loading])').click({ timeout: WORKED_WITHIN })
    await page.waitForURL('**/drafts/*', { timeout: WORKED_WITHIN })
    await page.getByLabel('Text of the procedure').waitFor()

    await page.getByRole('button', { name: 'Publish version' }).click()
    await dialog.getByLabel(/Why this version/).fill('It is how the work is done.')
    await dialog.getByRole('button', { name: 'Publish version' }).click()
    await page.waitForURL('**/procedures/decide-on-a-loan')

    await page.goto(`${installation.url}/watching/${log}/conformance?ways=0.5`)
    await page.getByLabel('Compare with').selectOption({ label: 'Decide on a loan' })
    const kept = page.getByText(/cases of [\d,]+ keep to it/)
    await kept.waitFor({ timeout: WORKED_WITHIN })
    expect(await kept.textContent()).toMatch(/^[\d,]+ cases of [\d,]+ keep to it$/)
    await page.locator('.react-flow__node').first().waitFor()
    await page.getByRole('link', { name: 'Cases' }).click()
    await page.getByRole('list', { name: 'Cases' }).getByRole('link').first().click()
    const timeline = page.getByRole('list', { name: 'What happened' })
    await timeline.getByText('as asked').first().waitFor({ timeout: WORKED_WITHIN })
  },
)
