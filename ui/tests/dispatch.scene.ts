/** What the installation does by itself: stopped, resumed, and what nobody knows the truth of, settled. */
import { expect } from 'vitest'
import { until } from './stage/api'
import { REFUND } from './stage/procedures'
import { scene } from './stage/scene'

scene('a request that nobody heard of again is settled by whoever looked it up', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  const lea = await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['lead'] })
  await ana.api.publish(REFUND)
  const run = await bob.api.start('refund', { order_id: 'ORD-1' })
  await until('the doubt', async () => (await ana.api.get('/doubts')).items.length > 0)

  const page = await stage.sit(ana, '/settings/dispatch')
  await page.getByText('Nothing is in doubt.').waitFor({ state: 'detached' })
  await page.getByText('No request is under way.').waitFor()
  await page.getByText('No dead letters.').waitFor()
  await page.getByRole('button', { name: 'Say what happened to shop.refund ORD-1' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Settle it' }).click()
  await dialog.getByText('This is needed.').first().waitFor()
  await dialog.getByLabel('Yes, it was carried out').check()
  await dialog.getByLabel('What it came to').fill('{"receipt": "R-17"')
  await dialog.getByLabel('How do you know?').fill('The shop shows the receipt.')
  await dialog.getByRole('button', { name: 'Settle it' }).click()
  await dialog.getByText('This begins like JSON and is not valid.').waitFor()
  await dialog.getByLabel('What it came to').fill('{"receipt": "R-17"}')
  await dialog.getByRole('button', { name: 'Settle it' }).click()
  await page.getByText('Nothing is in doubt.').waitFor()
  expect((await ana.api.get('/doubts')).items).toEqual([])

  // The run that left it waits for its owner, who lets it try again: it takes what was found out.
  const { items } = await ana.api.get('/ledger?kind=doubt-settled')
  expect(items).toHaveLength(1)
  const [task] = await ana.api.tasks(run)
  await lea.api.post(`/runs/${run}/tasks/${task?.task}/settle`, { how: 'retry', reason: 'It was looked up.' })
  await until('the next step', async () => (await bob.api.tasks(run)).some(({ step }) => step === 'tell'))
})

scene('dispatch is stopped and resumed with a reason; others only see that it is', async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const ove = await installation.person(ana, 'ove', { name: 'Ove Auditor', auditor: true })
  const page = await stage.sit(ana, '/settings/dispatch')
  await page.getByText('Dispatch is running').waitFor()
  await page.getByRole('button', { name: 'Stop dispatch …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Stop dispatch' }).click()
  await dialog.getByText('A reason is needed.').waitFor()
  await dialog.getByLabel('Why?').fill('The shop is being mended.')
  await dialog.getByRole('button', { name: 'Stop dispatch' }).click()
  await page.getByText('Dispatch is stopped').waitFor()

  const his = await stage.sit(ove, '/settings/dispatch')
  await his.getByText('Dispatch is stopped').waitFor()
  expect(await his.getByRole('button', { name: 'Resume dispatch …' }).count()).toBe(0)

  await page.getByRole('button', { name: 'Resume dispatch …' }).click()
  await dialog.getByLabel('Why?').fill('It is mended.')
  await dialog.getByRole('button', { name: 'Resume dispatch' }).click()
  await page.getByText('Dispatch is running').waitFor()
})
