/** Who has a task: claimed, given back, handed to somebody, to a role, and several at once. */
import { expect } from 'vitest'
import { until } from './stage/api'
import { RETURNS } from './stage/procedures'
import { scene } from './stage/scene'

scene('a task is claimed, given back, and handed over without losing the place', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  const cleo = await installation.person(ana, 'cleo', { name: 'Cleo Agent', roles: ['agent'] })
  const lea = await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['agent', 'lead'] })
  await ana.api.publish(RETURNS)
  const run = await bob.api.start('returns', { order_id: 'ORD-1' })
  const assignee = async () => (await ana.api.get(`/runs/${run}`)).tasks[0]?.assignee?.id

  const page = await stage.sit(bob, '/inbox?scope=all')
  const task = page.getByRole('article')
  await task.getByRole('heading', { name: 'Inspect ORD-1' }).waitFor()
  const handOver = page.getByRole('button', { name: 'Hand over' })
  await handOver.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Claim task' }).click()
  await task.getByText('Claimed by Bob Agent').waitFor()
  await until('his claim', async () => (await assignee()) === 'bob')
  await handOver.click()
  await page.getByRole('menuitem', { name: 'Give it back to everyone' }).click()
  await task.getByText('Claimed by Bob Agent').waitFor({ state: 'detached' })
  await until('nobody', async () => (await assignee()) === undefined)
  expect(new URL(page.url()).searchParams.get('open')).toContain(run)

  // Whoever owns the procedure hands it to somebody by name.
  const hers = await stage.sit(lea, '/inbox?scope=all')
  await hers.getByRole('button', { name: 'Hand over' }).click()
  await hers.getByRole('menuitem', { name: 'Hand over to …' }).click()
  const dialog = hers.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'To whom' }).fill('Cle')
  await hers.getByRole('option', { name: 'Cleo Agent' }).click()
  await dialog.getByRole('button', { name: 'Hand over' }).click()
  await dialog.getByText('A reason is needed.').waitFor()
  await dialog.getByLabel('Why', { exact: true }).fill('She has the scales.')
  await dialog.getByRole('button', { name: 'Hand over' }).click()
  await hers.getByText('Handed over: Inspect ORD-1').waitFor()
  await until('her task', async () => (await assignee()) === 'cleo')
  const mine = await stage.sit(cleo, '/inbox?scope=mine')
  await mine.getByRole('heading', { name: 'Inspect ORD-1' }).waitFor()
  // He sees that it is hers now, and may not do it.
  await task.getByText(/Cleo Agent has it/i).waitFor()
})

scene(
  'several tasks are claimed at once by the keyboard; a short one is done in its place',
  async ({ installation, stage }) => {
    const bob = await installation.again('bob')
    for (const order of ['ORD-2', 'ORD-3', 'ORD-4']) await bob.api.start('returns', { order_id: order })
    const page = await stage.sit(bob, '/inbox?scope=roles')
    await page.getByRole('heading', { name: /Inspect ORD-/ }).waitFor()
    const title = () => page.getByRole('heading', { name: /Inspect ORD-/ }).textContent()
    const first = await title()
    await page.keyboard.press('x')
    await page.getByText('1 selected').waitFor()
    await page.keyboard.press('j')
    await expect.poll(title).not.toBe(first)
    await page.keyboard.press('x')
    await page.getByText('2 selected').waitFor()
    await page.getByRole('button', { name: 'Claim', exact: true }).click()
    await page.getByText('2 tasks claimed').waitFor()
    await until('his two', async () => (await bob.api.get('/tasks?scope=mine')).items.length === 2)

    await page.getByRole('button', { name: /^Mine/ }).click()
    await page.getByRole('heading', { name: /Inspect ORD-/ }).waitFor()
    const rows = page.getByRole('list', { name: 'Tasks' }).getByRole('listitem')
    await expect.poll(() => rows.count()).toBe(2)
    await page.getByLabel(/^Amount/).fill('7')
    await page.getByRole('button', { name: 'Complete step' }).click()
    // The next one is open in the same place.
    await expect.poll(() => rows.count()).toBe(1)
    expect(new URL(page.url()).pathname).toBe('/inbox')
    await page.getByRole('heading', { name: /Inspect ORD-/ }).waitFor()
  },
)
