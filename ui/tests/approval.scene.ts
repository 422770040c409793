/** Nobody approves their own work, and nobody approves what they have not seen: in the screens and on the raw API. */
import { expect } from 'vitest'
import { RETURNS } from './stage/procedures'
import { scene } from './stage/scene'

scene(
  'whoever did the work cannot approve it, in the screens or with a forged actor',
  async ({ installation, stage }) => {
    const ana = await installation.owner()
    const mo = await installation.person(ana, 'mo', { name: 'Mo Both', roles: ['agent', 'lead'] })
    const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
    const lea = await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['lead'] })
    await ana.api.publish(RETURNS)
    const run = await bob.api.start('returns', { order_id: 'ORD-1' })
    await mo.api.complete(run, '1', { amount: '50' })
    const path = `/runs/${run}/tasks/2`

    const page = await stage.sit(mo, `/runs/${run}`)
    await page.getByRole('heading', { name: 'Approve the refund' }).waitFor()
    await page
      .getByText(/Inspect|inspect/)
      .first()
      .waitFor()
    expect(await page.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0)

    const { revision } = await mo.api.get(path)
    const plain = await mo.api.send('POST', `${path}/approve`, { body: { values: {}, revision } })
    expect([plain.status, plain.body.code]).toEqual([403, 'barred'])
    for (const forged of [{ actor: 'lea' }, { person: 'lea' }, { by: 'lea', for: 'lea' }]) {
      const answer = await mo.api.send('POST', `${path}/approve`, { body: { values: {}, revision, ...forged } })
      expect(answer.status, JSON.stringify(forged)).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
    }
    const pretended: Record<string, string>[] = [
      { 'X-Actor': 'lea', 'X-User': 'lea', 'X-Forwarded-User': 'lea' },
      { 'X-Understudy-Person': 'lea', From: 'lea' },
      { Authorization: 'Bearer lea' },
    ]
    for (const headers of pretended) {
      const answer = await mo.api.send('POST', `${path}/approve`, { body: { values: {}, revision }, headers })
      expect([401, 403]).toContain(answer.status)
    }
    const open = await lea.api.tasks(run)
    expect(open.map(({ step }) => step)).toEqual(['sign-off'])

    const hers = await stage.sit(lea, '/inbox?scope=roles')
    await hers
      .getByRole('button', { name: /Approve the refund/ })
      .first()
      .click()
    await hers.getByRole('button', { name: 'Approve', exact: true }).click()
    await hers.getByText('Nothing is waiting for your roles').waitFor()
    const screen = await lea.api.get(`/runs/${run}`)
    const step = screen.steps.find(({ id }: { id: string }) => id === 'sign-off')
    expect(step.by).toMatch(/^lea/i)
  },
)

scene('an approval of what has changed meanwhile is refused and explained', async ({ installation, stage }) => {
  const bob = await installation.again('bob')
  const lea = await installation.again('lea')
  const ana = await installation.again('ana')
  const run = await bob.api.start('returns', { order_id: 'ORD-9' })
  await bob.api.complete(run, '1', { amount: '50' })
  const path = `/runs/${run}/tasks/2`
  const { revision: seen } = await lea.api.get(path)

  // Her window hears nothing any more: what she sees is what was.
  const page = await stage.sit(lea, '/inbox?scope=all')
  await page.context().route('**/api/v1/events*', (route) => route.abort())
  stage.windows.expectUnreachable()
  await page.goto(`${installation.url}/runs/${run}`)
  await page.getByRole('button', { name: 'Approve', exact: true }).waitFor()
  const change = { step: 'choose', values: { remedy: 'manual' }, code: 'policy', words: 'As agreed.' }
  await ana.api.post(`/runs/${run}/override`, change)

  const raw = await lea.api.send('POST', `${path}/approve`, { body: { values: {}, revision: seen } })
  expect([raw.status, raw.body.code]).toEqual([409, 'stale'])
  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  await page.getByText('It changed while you had it open.', { exact: false }).first().waitFor()
  const open = await lea.api.tasks(run)
  expect(open.map(({ step }) => step)).toEqual(['sign-off'])
  // Now she has seen it.
  await page
    .getByRole('button', { name: 'I have seen it' })
    .click()
    .catch(() => undefined)
  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  await page.getByRole('heading', { name: 'Approve the refund' }).waitFor({ state: 'detached' })
})
