/** Bad input to the real program: clear refusals, nothing lost, nobody let in. */
import { expect } from 'vitest'
import { RETURNS } from './stage/procedures'
import { scene } from './stage/scene'

scene('bad input is refused with a code and words, and nothing of it is kept', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { roles: ['agent'] })
  await ana.api.publish(RETURNS)
  const run = await bob.api.start('returns', { order_id: 'ORD-1' })
  const path = `/runs/${run}/tasks/1/complete`
  const json = { 'Content-Type': 'application/json' }

  const large = await bob.api.send('POST', '/runs', { body: `{"procedure":"${'x'.repeat(3 << 20)}"}`, headers: json })
  expect([large.status, large.body.code]).toEqual([413, expect.any(String)])
  for (const body of ['{"values":', '[]', 'null', '"\\ud800"', `${'['.repeat(5_000)}`]) {
    const answer = await bob.api.send('POST', path, { body, headers: json })
    expect([400, 422], body.slice(0, 20)).toContain(answer.status)
    expect(answer.body.detail).toEqual(expect.any(String))
  }
  const unmarked = await bob.api.send('POST', path, {
    body: '{"values":{}}',
    headers: { 'Content-Type': 'text/plain' },
  })
  expect([400, 415]).toContain(unmarked.status)

  const draft = await ana.api.post('/drafts', { text: RETURNS })
  const stale = { body: { text: 'x' }, headers: { 'If-Match': '"another"' } }
  const refused = await ana.api.send('PUT', `/drafts/${draft.id}`, stale)
  expect([409, 412]).toContain(refused.status)
  expect((await ana.api.get(`/drafts/${draft.id}`)).text).toBe(draft.text)

  for (const foreign of [
    '/runs/0195-none',
    '/runs/..%2f..%2fetc',
    `/runs/${run}/tasks/999`,
    '/procedures/none',
    '/drafts/none',
  ]) {
    const answer = await bob.api.send('GET', foreign)
    expect([400, 404, 422], foreign).toContain(answer.status)
  }
  const noToken = await bob.api.send('POST', path, { body: { values: {} }, headers: { 'X-CSRF-Token': 'guessed' } })
  expect([noToken.status, noToken.body.code]).toEqual([403, 'csrf'])
  const elsewhere = await bob.api.send('POST', path, {
    body: { values: {} },
    headers: { Origin: 'https://evil.example' },
  })
  expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'csrf'])
  expect((await bob.api.tasks(run)).map(({ step }) => step)).toEqual(['inspect'])

  // An address of nowhere is a page that says so.
  const page = await stage.sit(bob, '/nowhere/at/all')
  await page.getByText('There is nothing at this address').waitFor()
  await page.goto(`${installation.url}/runs/not-a-run`)
  await page.getByRole('heading').first().waitFor()
})

scene('a flood from one address is slowed down, and others are served', async ({ installation }) => {
  const api = installation.nobody()
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => api.send('POST', '/session', { body: { name: 'x', password: 'y' } })),
  )
  const statuses = new Set(answers.map(({ status }) => status))
  expect(statuses.has(429)).toBe(true)
  expect([...statuses].every((status) => status < 500)).toBe(true)
  expect((await installation.nobody().send('GET', '/setup')).status).toBe(200)
})
