/** A run is started by a form of its data: every kind of field, and by the keyboard alone. */
import { expect } from 'vitest'
import { EVERYTHING } from './stage/procedures'
import { scene } from './stage/scene'

scene('a form has the right control for every kind of field', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  await ana.api.publish(EVERYTHING)
  const page = await stage.sit(bob, '/runs')
  const keys = page.keyboard
  await page.getByRole('button', { name: 'Start a run' }).first().focus()
  await keys.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Register a delivery').waitFor()
  await keys.type('deliv')
  await keys.press('Enter')
  await dialog.getByLabel(/^Name/).waitFor()
  await dialog.getByRole('button', { name: 'Start run' }).click()
  await dialog.getByRole('alert').waitFor()

  await dialog.getByLabel(/^Name/).fill('Crate 7')
  await dialog.getByLabel(/^Weight/).fill('12.50')
  await dialog.getByLabel(/^Pieces/).fill('3')
  await dialog.getByRole('radio', { name: 'Yes' }).check()
  await dialog.getByRole('radio', { name: 'pallet' }).check()
  await dialog.getByLabel(/^Day/).fill('2026-03-02')
  await dialog
    .getByLabel(/^Moment/)
    .first()
    .fill('2026-03-02T09:30')
  await dialog
    .getByRole('group', { name: /^Patience/ })
    .getByRole('textbox')
    .first()
    .fill('2')
  await dialog
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: 'paper.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('one pallet'),
    })
  await dialog.getByText('paper.txt').first().waitFor()
  await dialog
    .getByRole('group', { name: /^Marks/ })
    .getByRole('button', { name: /^Add/ })
    .click()
  await dialog
    .getByRole('group', { name: /^Marks/ })
    .getByRole('textbox')
    .first()
    .fill('fragile')
  await dialog.getByLabel(/^City/).fill('Graz')
  await dialog.getByLabel(/^Zip/).fill('8010')
  await dialog.getByRole('button', { name: 'Start run' }).click()

  await page.getByRole('heading', { name: 'Look at Crate 7' }).waitFor()
  const run = new URL(page.url()).pathname.split('/').at(-1)
  const { data } = await bob.api.get(`/runs/${run}`)
  const known = Object.fromEntries(data.map(({ name, value }: { name: string; value: unknown }) => [name, value]))
  expect(known).toMatchObject({ name: 'Crate 7', urgent: true, kind: 'pallet', day: '2026-03-02', marks: ['fragile'] })
  expect(Number(known.weight)).toBe(12.5)
  expect(known.sender).toMatchObject({ city: 'Graz', zip: '8010' })
  expect(known.paper).toMatchObject({ name: 'paper.txt' })
})

scene('an older version is started only by those who may go back to it', async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const bob = await installation.again('bob')
  await ana.api.publishNext('everything', EVERYTHING.replace('Everything is known.', 'All of it is known.'))
  const page = await stage.sit(bob, '/procedures/everything')
  await page.getByRole('button', { name: 'Start a run' }).waitFor()
  await page.goto(`${installation.url}/procedures/everything?number=1`)
  await page
    .getByText(/latest/i)
    .first()
    .waitFor()
  expect(await page.getByRole('button', { name: 'Start a run' }).count()).toBe(0)
  const hers = await stage.sit(ana, '/procedures/everything?number=1')
  await hers.getByRole('button', { name: 'Start a run' }).waitFor()
})
