/** The ledger tells what was before and what is after. */
import { expect } from 'vitest'
import { RETURNS } from './stage/procedures'
import { scene } from './stage/scene'

scene('a change of somebody\u2019s rights is shown with what was before', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const ove = await installation.person(ana, 'ove', { name: 'Ove Auditor', auditor: true })
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  await ana.api.ask('PATCH', `/people/${bob.id}`, { roles: ['agent', 'lead'], editor: true }, { 'If-Match': '*' })

  const page = await stage.sit(ove, '/ledger?kind=person-changed&subject=bob')
  const line = page.getByRole('button', { name: /Changed Bob Agent/ }).first()
  await line.focus()
  await page.keyboard.press('Enter')
  const table = page.getByRole('table')
  const row = (name: string, before: string, after: string) =>
    table.getByRole('row', { name: `${name} ${before} ${after}` }).waitFor()
  await row('editor', 'no', 'yes')
  await row('roles', 'agent', 'agent, lead')
  // People and documents have their names; who is not known any more keeps the id.
  const { id } = await ana.api.post('/drafts', { text: RETURNS })
  await page.goto(`${installation.url}/ledger`)
  await page.getByRole('button', { name: /Saved draft “Process a return”/ }).waitFor()
  await page
    .getByRole('button', { name: /Signed in: Ove Auditor/ })
    .first()
    .waitFor()
  expect(await page.getByText(id).count()).toBe(0)
  await page.getByRole('button', { name: 'Verify the ledger' }).click()
  await page.getByText('The ledger holds').waitFor()
})
