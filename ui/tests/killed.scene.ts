/** The server is killed in the middle of a form. The person types on, and sends it once it is back. */
import { expect } from 'vitest'
import { RETURNS } from './stage/procedures'
import { scene } from './stage/scene'

scene('the server is killed in the middle of a form, and the person carries on', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  await ana.api.publish(RETURNS)
  const run = await bob.api.start('returns', { order_id: 'ORD-1' })
  const page = await stage.sit(bob, `/runs/${run}`)
  await page.getByLabel(/^Amount/).fill('7.50')
  stage.windows.expectUnreachable()
  await installation.house.kill()

  await page.getByLabel(/^Note/).fill('Typed while it was away')
  await page.getByRole('button', { name: 'Complete step' }).click()
  await page
    .getByText(/connection to the server is lost|could not be reached|not reach/i)
    .first()
    .waitFor()
  expect(await page.getByLabel(/^Amount/).inputValue()).toBe('7.50')

  await installation.house.start()
  await page.reload()
  // Still signed in, and what was typed is there.
  await page.getByText('What you typed earlier is back.').waitFor()
  await expect.poll(() => page.getByLabel(/^Amount/).inputValue()).toBe('7.50')
  expect(await page.getByLabel(/^Note/).inputValue()).toBe('Typed while it was away')
  await page.getByRole('button', { name: 'Complete step' }).click()
  await page.getByRole('heading', { name: 'Inspect ORD-1' }).waitFor({ state: 'detached' })
  const screen = await bob.api.get(`/runs/${run}`)
  expect(screen.data.find(({ name }: { name: string }) => name === 'amount').value).toBe('7.50')
  expect(screen.tasks.map(({ step }: { step: string }) => step)).toEqual(['pay'])
})

scene('a window that stays open finds the server again by itself', async ({ installation, stage }) => {
  const bob = await installation.again('bob')
  const run = await bob.api.start('returns', { order_id: 'ORD-2' })
  const page = await stage.sit(bob, `/runs/${run}`)
  await page.getByLabel(/^Amount/).fill('3')
  stage.windows.expectUnreachable()
  await installation.house.kill()
  await page.getByText('The connection to the server is lost.', { exact: false }).waitFor()
  await installation.house.start()
  await page.getByText('The connection to the server is lost.', { exact: false }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Complete step' }).click()
  await page.getByRole('heading', { name: 'Inspect ORD-2' }).waitFor({ state: 'detached' })
})
