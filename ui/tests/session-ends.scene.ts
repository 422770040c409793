/** The session ends in the middle of a form: it is asked for on the spot, and what was typed is sent after all. */
import { expect } from 'vitest'
import { RETURNS } from './stage/procedures'
import { PASSWORD, scene } from './stage/scene'

scene('the session ends in the middle of a form, and nothing typed is lost', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  await ana.api.publish(RETURNS)
  const run = await bob.api.start('returns', { order_id: 'ORD-1' })
  const page = await stage.sit(bob, `/runs/${run}`)
  await page.getByLabel(/^Amount/).fill('7.50')
  await bob.api.ask('DELETE', '/session')

  await page.getByRole('button', { name: 'Complete step' }).click()
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await page.getByLabel(/^Amount/).inputValue()).toBe('7.50')
  await page.getByRole('button', { name: 'Complete step' }).click()
  await page.getByRole('heading', { name: 'Inspect ORD-1' }).waitFor({ state: 'detached' })
})

scene('whoever was deactivated is out at once, in every window', async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const cleo = await installation.person(ana, 'cleo', { roles: ['agent'] })
  const page = await stage.sit(cleo, '/inbox?scope=roles')
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  await ana.api.ask('PATCH', '/people/cleo', { active: false }, { 'If-Match': '*' })
  await page.reload()
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
  const answer = await cleo.api.send('GET', '/tasks')
  expect(answer.status).toBe(401)
})
