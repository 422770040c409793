/** A run is started from the library and completed by two people in two browsers, who see each other's work arrive. */
import { expect } from 'vitest'
import { RETURNS } from './stage/procedures'
import { scene } from './stage/scene'

scene('two people complete a run, each seeing what the other did', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  const kim = await installation.person(ana, 'kim', { name: 'Kim Clerk', roles: ['clerk'] })
  await ana.api.publish(RETURNS)

  const his = await stage.sit(bob, '/procedures/returns')
  await his.getByRole('button', { name: 'Start a run' }).first().click()
  const start = his.getByRole('dialog')
  await start.getByLabel(/^Which order/).fill('ORD-4711')
  await start.getByRole('button', { name: 'Start run' }).click()
  await his.waitForURL('**/runs/*')
  const run = new URL(his.url()).pathname

  // Kim waits before the same run and has an empty inbox beside it.
  const hers = await stage.sit(kim, run)
  const inbox = await stage.sit(kim, '/inbox?scope=roles')
  await inbox.getByText('Nothing is waiting for your roles').waitFor()

  await his.getByRole('heading', { name: 'Inspect ORD-4711' }).waitFor()
  expect(await his.getByText('ORD-4711').first().isVisible()).toBe(true)
  await his.getByLabel(/^Amount/).fill('7.50')
  await his.getByLabel(/^Note/).fill('A dent in the lid')
  await his.getByRole('button', { name: 'Complete step' }).click()

  // What he did arrives by itself.
  await inbox.getByRole('button', { name: /Pay it out/ }).waitFor()
  await hers.getByRole('heading', { name: 'Pay it out' }).waitFor()
  await hers.getByText('A dent in the lid').first().waitFor()
  await hers.getByLabel('bank').check()
  await hers.getByRole('button', { name: 'Complete step' }).click()

  await his.getByText('Ended', { exact: true }).first().waitFor()
  await hers.getByText('Ended', { exact: true }).first().waitFor()
  await inbox.getByText('Nothing is waiting for your roles').waitFor()
  const screen = await bob.api.get(`${run}`)
  expect([screen.status, screen.outcome]).toEqual(['ended', 'completed'])

  // Deep links, reload and back lead to the same place.
  await his.reload()
  await his.getByText('Ended', { exact: true }).first().waitFor()
  await his.getByRole('link', { name: 'Inbox' }).first().click()
  await his.waitForURL('**/inbox*')
  await his.goBack()
  await his.waitForURL(`**${run}*`)
})

scene('a task done in the inbox leaves the list, and its neighbour stays', async ({ installation, stage }) => {
  const bob = await installation.again('bob')
  for (const order of ['ORD-1', 'ORD-2']) await bob.api.start('returns', { order_id: order })
  const page = await stage.sit(bob, '/inbox?scope=roles')
  const row = (order: string) => page.getByRole('button', { name: new RegExp(`Inspect ${order}`) })
  await row('ORD-1').click()
  await page.getByRole('heading', { name: 'Inspect ORD-1' }).waitFor()
  await page.getByLabel(/^Amount/).fill('4')
  await page.getByRole('button', { name: 'Complete step' }).click()
  await row('ORD-1').waitFor({ state: 'detached' })
  await expect.poll(() => row('ORD-2').count()).toBe(1)
})
