/** Nobody is signed in, and the clock goes on: what is overdue is handed to the lead, and the journal says so. */
import { expect } from 'vitest'
import { until } from './stage/api'
import { URGENT } from './stage/procedures'
import { PASSWORD, scene } from './stage/scene'

scene('an overdue task is escalated with nobody signed in', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  const lea = await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['lead'] })
  await ana.api.publish(URGENT)
  const run = await bob.api.start('urgent', { caller: 'Mrs Quist' })
  for (const person of [ana, bob, lea]) await person.api.ask('DELETE', '/session')
  const began = Date.now()
  // Nobody asks anything of the server until it is over.
  await until('two seconds of the procedure', async () => Date.now() - began > 3_000)

  await lea.api.enter('/session', { name: 'lea', password: PASSWORD })
  await until('the task of the lead', async () => {
    const { items } = await lea.api.get('/tasks?scope=roles')
    return items.some((item: { run: string }) => item.run === run)
  })
  const { items } = await lea.api.get(`/runs/${run}/journal?limit=100`)
  const text = items.map((item: { text: string }) => item.text).join('\n')
  expect(text).toMatch(/overdue|escalat|late/i)

  const page = await stage.sit(lea, '/inbox?scope=roles')
  await page
    .getByRole('button', { name: /Call Mrs Quist back/ })
    .first()
    .waitFor()
  await page.getByText(/late/i).first().waitFor()
  const notices = await lea.api.get('/notices')
  expect(notices.items.map((notice: { run: string }) => notice.run)).toEqual([run])
})
