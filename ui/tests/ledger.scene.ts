/** The ledger tells what was before and what is after. */
import { scene } from './stage/scene'

scene('a change of somebody\u2019s rights is shown with what was before', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const ove = await installation.person(ana, 'ove', { name: 'Ove Auditor', auditor: true })
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  await ana.api.ask('PATCH', `/people/${bob.id}`, { roles: ['agent', 'lead'], editor: true })

  const page = await stage.sit(ove, '/ledger?kind=person-changed&subject=bob')
  const line = page.getByRole('button', { name: /Changed bob/ }).first()
  await line.focus()
  await page.keyboard.press('Enter')
  const table = page.getByRole('table')
  const row = (name: string, before: string, after: string) =>
    table.getByRole('row', { name: `${name} ${before} ${after}` }).waitFor()
  await row('editor', 'no', 'yes')
  await row('roles', 'agent', 'agent, lead')
  await page.getByRole('button', { name: 'Verify the ledger' }).click()
  await page.getByText('The ledger holds').waitFor()
})
