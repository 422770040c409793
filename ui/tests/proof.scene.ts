/** The ledger as an auditor uses it: narrowed, verified, signed, taken away. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { RETURNS } from './stage/procedures'
import { scene } from './stage/scene'

async function downloaded(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name }).click()])
  return await file.path()
}

scene('the ledger is narrowed, verified against a checkpoint, and taken away', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const ove = await installation.person(ana, 'ove', { name: 'Ove Auditor', auditor: true })
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  await ana.api.publish(RETURNS)
  const run = await bob.api.start('returns', { order_id: 'ORD-1' })

  const page = await stage.sit(ove, '/ledger')
  const entries = page.getByRole('list', { name: 'Entries, the newest first' }).getByRole('listitem')
  await entries.first().waitFor()
  const all = await entries.count()
  await page.getByLabel('What', { exact: true }).selectOption({ label: 'Procedures published' })
  await expect.poll(() => entries.count()).toBe(1)
  expect(new URL(page.url()).searchParams.get('kind')).toBe('published')
  await page.getByLabel('Who', { exact: true }).selectOption({ label: 'Bob Agent' })
  await page.getByText('No entry fits').waitFor()
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await expect.poll(() => entries.count()).toBe(all)
  await page.getByLabel('Run, person or thing, by id').fill(run)
  await expect.poll(() => entries.count()).toBeLessThan(all)
  await page.goto(`${installation.url}/ledger`)

  await page.getByRole('button', { name: 'Verify the ledger' }).click()
  await page.getByText('The ledger holds').waitFor()
  // The owner signs where the ledger stands; whoever audits keeps the file, and is not offered what is refused.
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Download everything' }).waitFor()
  expect(await page.getByRole('menuitem', { name: 'Download a checkpoint' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  const hers = await stage.sit(ana, '/ledger')
  const checkpoint = await downloaded(hers, 'Download a checkpoint')
  await page.getByLabel('Verify against a checkpoint …').setInputFiles({
    name: 'checkpoint.json',
    mimeType: 'application/json',
    buffer: readFileSync(checkpoint),
  })
  await page.getByText('It contains the checkpoint of entry', { exact: false }).waitFor()
  // One that was altered is none of this ledger's.
  const kept = JSON.parse(readFileSync(checkpoint, 'utf8'))
  const altered = JSON.stringify({ ...kept, hash: '0'.repeat(64) })
  await page
    .getByLabel('Verify against a checkpoint …')
    .setInputFiles({ name: 'checkpoint.json', mimeType: 'application/json', buffer: Buffer.from(altered) })
  await page.getByText(/The ledger does not hold|could not be verified/).waitFor()

  const lines = readFileSync(await downloaded(page, 'Download everything'), 'utf8')
    .trim()
    .split('\n')
  expect(lines.length).toBeGreaterThanOrEqual(all)
  for (const line of lines) JSON.parse(line)

  const his = await stage.sit(bob, '/ledger')
  await his.getByText('The ledger is for auditors and administrators').waitFor()
  expect((await bob.api.send('GET', '/ledger/export')).status).toBe(403)
})
