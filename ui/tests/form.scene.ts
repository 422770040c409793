/** What a form keeps: values that nobody touched, values that nobody described, rows while a file is on its way. */
import { expect } from 'vitest'
import { scene } from './stage/scene'
import { listen } from './stage/sent'

const REPORT = `procedure: 1
id: report
title: Report what was found
purpose: It is known.
owner: lead
review: every 90 days
roles: {agent: Answers customers., lead: Leads them.}
data:
  reported_at: {type: date-time, title: Reported at}
  context: {type: object, title: Context}
  note: {type: string, title: Note}
  marks: {type: array, title: Marks}
  weight: {type: number, exclusiveMinimum: 0, unit: kg, title: Weight}
  places:
    type: array
    title: Places
    optional: true
    items:
      type: object
      properties:
        photo: {type: file, optional: true, title: Photo}
        street: {type: string, optional: true, title: Street}
triggers: [{manual: {roles: [agent]}}]
steps:
  - {id: enter, title: Enter what came, person: {role: agent, collect: [reported_at, context]}}
  - {id: tell, title: Tell what you found, person: {role: agent, collect: [reported_at, context, note, marks, weight, places]}}
  - {id: look, title: Look it through, person: {role: agent, collect: [reported_at, context, marks, places]}}
success: [{that: weight > 0, because: Something was found.}]
`

scene(
  'what nobody touched stays as it came; what nobody described is written as JSON',
  async ({ installation, stage }) => {
    const ana = await installation.owner()
    const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
    await ana.api.publish(REPORT)
    const run = await bob.api.start('report')
    // An hour that comes twice, with seconds; and parts that the procedure knows nothing of.
    const came = { reported_at: '2026-10-25T02:30:37+01:00', context: { device: { model: 'K2', faults: [3, 'E4'] } } }
    await bob.api.complete(run, '1', came)
    const { current } = await bob.api.get(`/runs/${run}/tasks/2`)

    const page = await stage.sit(bob, `/runs/${run}`)
    await page.getByLabel(/^Note/).fill('It hums.')
    await page.getByRole('button', { name: 'Complete step' }).click()
    await page.getByRole('alert').getByText('Marks').waitFor()
    await page.getByLabel(/^Marks/).fill('["red", 2')
    await page.getByLabel(/^Weight/).fill('0')
    await page.getByRole('button', { name: 'Complete step' }).click()
    await page.getByText('It cannot be read. Write it as JSON', { exact: false }).first().waitFor()
    await page.getByText('More than 0 kg.').first().waitFor()
    await page.getByLabel(/^Marks/).fill('["red", 2]')
    await page.getByLabel(/^Weight/).fill('0.5')
    const posted = await listen(page)
    await page.getByRole('button', { name: 'Complete step' }).click()
    await page.getByRole('heading', { name: 'Look it through' }).waitFor()
    expect((await posted('/complete')).values).toEqual({ note: 'It hums.', marks: ['red', 2], weight: '0.5' })
    const after = (await bob.api.get(`/runs/${run}/tasks/3`)).current
    expect(after).toMatchObject({ reported_at: current.reported_at, context: current.context, marks: ['red', 2] })
    expect(Date.parse(after.reported_at)).toBe(Date.parse(came.reported_at))
  },
)

scene('an upload that ends late takes nothing back, and finds its row again', async ({ installation, stage }) => {
  const bob = await installation.again('bob')
  const run = await bob.api.start('report')
  const values = { reported_at: '2026-03-02T09:30:00Z', context: { a: 1 } }
  await bob.api.complete(run, '1', values)
  const page = await stage.sit(bob, `/runs/${run}`)
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route('**/api/v1/attachments', async (route) => {
    await held
    await route.continue()
  })
  const add = page.getByRole('group', { name: /^Places/ }).getByRole('button', { name: /^Add/ })
  await add.click()
  await add.click()
  await add.click()
  const street = (row: number) =>
    page
      .getByRole('group', { name: /^Places/ })
      .getByLabel(/^Street/)
      .nth(row - 1)
  await page
    .locator('input[type=file]')
    .nth(1)
    .setInputFiles({ name: 'kettle.txt', mimeType: 'text/plain', buffer: Buffer.from('a kettle') })
  await page.getByText('Sending kettle.txt', { exact: false }).first().waitFor()
  await street(1).fill('Goes')
  await street(2).fill('Elm Street')
  await street(3).fill('Oak Street')
  // The row above goes while the file of the second is on its way.
  await page.getByRole('button', { name: 'Remove row 1' }).click()
  letGo()
  await page.getByText('Sending kettle.txt', { exact: false }).waitFor({ state: 'detached' })
  expect(await street(1).inputValue()).toBe('Elm Street')
  expect(await street(2).inputValue()).toBe('Oak Street')

  await page.getByLabel(/^Note/).fill('Done.')
  await page.getByLabel(/^Marks/).fill('[]')
  await page.getByLabel(/^Weight/).fill('1')
  await page.getByRole('button', { name: 'Complete step' }).click()
  await page.getByRole('heading', { name: 'Look it through' }).waitFor()
  const { places } = (await bob.api.get(`/runs/${run}/tasks/3`)).current
  expect(places).toMatchObject([{ photo: { name: 'kettle.txt' }, street: 'Elm Street' }, { street: 'Oak Street' }])
  expect(places[1].photo ?? null).toBeNull()
})
