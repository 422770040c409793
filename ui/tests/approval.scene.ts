/** Nobody approves their own work, and nobody approves what they have not seen: in the screens and on the raw API. */
import { expect } from 'vitest'
import { RETURNS } from './stage/procedures'
import { scene } from './stage/scene'
import { listen } from './stage/sent'

scene(
  'whoever did the work cannot approve it, in the screens or with a forged actor',
  async ({ installation, stage }) => {
    const ana = await installation.owner()
    const mo = await installation.person(ana, 'mo', { name: 'Mo Both', roles: ['agent', 'lead'] })
    const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
    const lea = await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['lead'] })
    await installation.person(ana, 'cleo', { name: 'Cleo Clerk', roles: ['clerk'] })
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

scene('an approval whose ground changes under one’s eyes asks to look first', async ({ installation, stage }) => {
  const bob = await installation.again('bob')
  const lea = await installation.again('lea')
  const ana = await installation.again('ana')
  const run = await bob.api.start('returns', { order_id: 'ORD-12' })
  await bob.api.complete(run, '1', { amount: '50' })

  // Her window hears everything at once.
  const page = await stage.sit(lea, `/runs/${run}`)
  const primary = page.getByRole('button', { name: /^(Approve|See what changed first)$/ })
  await primary.waitFor()
  // Her own act is no news to her; what others do right after it is.
  await page.getByRole('button', { name: 'Hand over' }).click()
  await page.getByRole('menuitem', { name: 'Claim task' }).click()
  await page.getByText('Claimed by Lea Lead').first().waitFor()
  expect(await page.getByText('This task changed while you had it open').count()).toBe(0)
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') asked.push(new URL(request.url()).pathname)
  })
  const change = { step: 'choose', values: { remedy: 'manual' }, code: 'policy', words: 'As agreed.' }
  await ana.api.post(`/runs/${run}/override`, change)
  await page.getByText('This task changed while you had it open').waitFor()
  await page.getByText('Known values are different', { exact: false }).waitFor()

  await primary.click()
  const look = page.getByRole('button', { name: 'I have seen it' })
  await expect.poll(() => look.evaluate((button) => button === document.activeElement)).toBe(true)
  await page.keyboard.press('ControlOrMeta+Enter')
  await page.getByRole('button', { name: 'Refuse', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Why is it refused?').fill('Too much.')
  await dialog.getByRole('button', { name: 'Refuse', exact: true }).click()
  await dialog.getByText('This task changed while you had it open').waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(asked).toEqual([])
  expect((await lea.api.tasks(run)).map(({ step }) => step)).toEqual(['sign-off'])

  await look.click()
  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  await page.getByRole('heading', { name: 'Approve the refund' }).waitFor({ state: 'detached' })
  expect(asked).toEqual([`/api/v1/runs/${run}/tasks/2/approve`])
})

scene(
  'an approval carries the form that was seen, also where a newer one has arrived',
  async ({ installation, stage }) => {
    const bob = await installation.again('bob')
    const lea = await installation.again('lea')
    const ana = await installation.again('ana')
    const run = await bob.api.start('returns', { order_id: 'ORD-13' })
    await bob.api.complete(run, '1', { amount: '50' })
    const page = await stage.sit(lea, `/runs/${run}`)
    await page.getByRole('button', { name: 'Approve', exact: true }).waitFor()
    const { revision } = await lea.api.get(`/runs/${run}/tasks/2`)
    // A note changes nothing that she reads, so that nothing asks her to look again; the revision moves on all the same.
    await ana.api.post(`/runs/${run}/note`, { text: 'The customer called.' })
    await page.getByText('The customer called.').first().waitFor()
    const posted = await listen(page)
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await page.getByRole('heading', { name: 'Approve the refund' }).waitFor({ state: 'detached' })
    expect((await posted('/approve')).revision).toBe(revision)
  },
)
