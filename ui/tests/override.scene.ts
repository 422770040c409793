/** A machine's result is corrected by who may, with a code and words; the journal has before and after. */
import { expect } from 'vitest'
import { RETURNS } from './stage/procedures'
import { scene } from './stage/scene'

scene('the lead corrects what the machine chose, and says why', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  const lea = await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['lead'] })
  await ana.api.publish(RETURNS)
  const run = await bob.api.start('returns', { order_id: 'ORD-1' })
  await bob.api.complete(run, '1', { amount: '50' })

  const page = await stage.sit(lea, `/runs/${run}`)
  await page.getByRole('button', { name: 'More acts on this run' }).click()
  await page.getByRole('menuitem', { name: 'Correct a result …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Result of').selectOption({ label: 'Choose a remedy' })
  await dialog.getByLabel(/^remedy/i).fill('manual')
  await dialog.getByRole('button', { name: 'Correct result' }).click()
  await dialog.getByText('This is needed.').waitFor()
  await dialog.getByLabel('Reason code').fill('policy')
  await dialog.getByLabel('Reason in words').fill('As agreed with the customer.')
  await dialog.getByRole('button', { name: 'Correct result' }).click()
  await page.getByText('The result was corrected.').waitFor()
  await page
    .getByText(/As agreed with the customer\./)
    .first()
    .waitFor()
  const screen = await lea.api.get(`/runs/${run}`)
  const remedy = screen.data.find(({ name }: { name: string }) => name === 'remedy')
  expect(remedy.value).toBe('manual')

  // An agent has no such act.
  const his = await stage.sit(bob, `/runs/${run}`)
  await his.getByRole('button', { name: 'More acts on this run' }).click()
  await his.getByRole('menu').waitFor()
  expect(await his.getByRole('menuitem', { name: 'Correct a result …' }).count()).toBe(0)
})
