/** What goes sideways: an exception that ends the run, and a machine's result that a person corrects. */
import { expect } from 'vitest'
import { RETURNS } from './stage/procedures'
import { scene } from './stage/scene'

scene('an exception is raised with words and ends the run as the procedure says', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  await ana.api.publish(RETURNS)
  const run = await bob.api.start('returns', { order_id: 'ORD-1' })
  const page = await stage.sit(bob, `/runs/${run}`)
  await page.getByRole('button', { name: 'Raise exception' }).click()
  await page.getByRole('menuitem', { name: 'The item is lost' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Raise exception' }).click()
  await dialog.getByText('A reason is needed.').waitFor()
  await dialog.getByLabel('Tell what you found').fill('The parcel came empty.')
  await dialog.getByRole('button', { name: 'Raise exception' }).click()
  await page.getByText('It ended as: gone.').waitFor()
  await page.getByText('The parcel came empty.').first().waitFor()
  const screen = await bob.api.get(`/runs/${run}`)
  expect([screen.status, screen.outcome]).toEqual(['ended', 'gone'])
})

scene('something unforeseen waits for the owner, who settles it', async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const lea = await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['lead'] })
  const run = await ana.api.start('returns', { order_id: 'ORD-2' })
  const [task] = await ana.api.tasks(run)
  const cleo = await installation.person(ana, 'cleo', { name: 'Cleo Agent', roles: ['agent'] })
  await cleo.api.post(`/runs/${run}/tasks/${task?.task}/raise`, { words: 'It smells of gas.' })
  const page = await stage.sit(lea, '/inbox?scope=roles')
  await page.getByText('It smells of gas.').first().waitFor()
  await page.getByLabel('Try again what failed').check()
  await page.getByLabel('Why', { exact: true }).fill('It was aired.')
  await page.getByRole('button', { name: 'Settle exception' }).click()
  await page.getByText('Nothing is waiting for your roles').waitFor()
  const tasks = await cleo.api.tasks(run)
  expect(tasks.map(({ step }) => step)).toEqual(['inspect'])
})
