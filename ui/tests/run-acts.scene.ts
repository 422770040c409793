/** What the owner of a procedure does to a run as a whole, all of it in the screens. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { focusOn } from './stage/keys'
import { RETURNS } from './stage/procedures'
import { scene } from './stage/scene'

async function act(page: Page, name: string): Promise<void> {
  // The journal may tell of the last act before its own answer closes its dialog.
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'More acts on this run' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name }).click()
}

scene('a run is paused, waits without being late, and goes on', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  const lea = await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['lead'] })
  await ana.api.publish(RETURNS)
  const run = await bob.api.start('returns', { order_id: 'ORD-1' })

  const his = await stage.sit(bob, '/inbox?scope=roles')
  await his.getByRole('button', { name: /Inspect ORD-1/ }).waitFor()
  const page = await stage.sit(lea, `/runs/${run}`)
  await page.getByRole('button', { name: 'Pause run' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Why is it paused?').fill('The scales are broken.')
  await focusOn(page, /^Why is it paused/)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('The run is paused.').waitFor()

  // He sees it at once, and cannot go on.
  const row = his.getByRole('button', { name: /Inspect ORD-1/ })
  await row.getByText('paused').waitFor()
  await his.getByRole('article').getByText('paused', { exact: true }).waitFor()
  await his.getByText(/this run is paused/i).waitFor()
  expect(await his.getByRole('button', { name: 'Complete step' }).count()).toBe(0)

  await page.getByRole('button', { name: 'Resume run' }).click()
  await page.getByText('The run is resumed.').waitFor()
  await his.getByRole('button', { name: 'Complete step' }).waitFor()
  await row.getByText('paused').waitFor({ state: 'detached' })
})

scene('a note, a skipped step, a jump, and a run that is cancelled by its name', async ({ installation, stage }) => {
  const bob = await installation.again('bob')
  const lea = await installation.again('lea')
  const run = await bob.api.start('returns', { order_id: 'ORD-2' })
  const page = await stage.sit(lea, `/runs/${run}`)
  const dialog = page.getByRole('dialog')

  await act(page, 'Write a note …')
  await dialog.getByLabel('Note').fill('The box smells of smoke.')
  await dialog.getByRole('button', { name: 'Write note' }).click()
  await page.getByRole('log').getByText('The box smells of smoke.', { exact: false }).waitFor()

  await act(page, 'Skip a step …')
  await dialog.getByLabel('Why can it be skipped?').fill('It was looked at in the shop.')
  await dialog.getByRole('button', { name: 'Skip step' }).click()
  await page.getByText('The step was skipped.').waitFor()
  await page.getByRole('log').getByText('It was looked at in the shop.', { exact: false }).first().waitFor()

  await act(page, 'Go on from another step …')
  await dialog.getByRole('button', { name: 'Go on from there' }).click()
  await dialog.getByText('This is needed.').first().waitFor()
  await dialog.getByLabel('Go to').selectOption({ label: '4 Pay it out' })
  await dialog.getByLabel('Why?').fill('The amount is known by telephone.')
  await dialog.getByRole('button', { name: 'Go on from there' }).click()
  await page.getByText('The run goes on from there.', { exact: true }).waitFor()
  expect((await lea.api.tasks(run)).map(({ step }) => step)).toEqual(['pay'])

  await act(page, 'Cancel run …')
  await dialog.getByLabel('Why is it cancelled?').fill('It is kept after all.')
  await dialog.getByRole('button', { name: 'Cancel ORD-2' }).click()
  await page.getByText('The run was cancelled.').waitFor()
  await page.getByText('Cancelled', { exact: true }).first().waitFor()
  expect((await lea.api.get(`/runs/${run}`)).status).toBe('cancelled')
})

scene('what a machine set is corrected where it stands', async ({ installation, stage }) => {
  const bob = await installation.again('bob')
  const lea = await installation.again('lea')
  const run = await bob.api.start('returns', { order_id: 'ORD-3' })
  await bob.api.complete(run, '1', { amount: '50' })
  const page = await stage.sit(lea, `/runs/${run}?step=choose`)
  await page.getByRole('button', { name: 'Correct a result …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^remedy/i).fill('manual')
  await dialog.getByLabel('Reason code').fill('goodwill')
  await dialog.getByLabel('Reason in words').fill('She is a regular.')
  await dialog.getByRole('button', { name: 'Correct result' }).click()
  await page.getByText('The result was corrected.').waitFor()
  await page.getByRole('log').getByText('She is a regular.', { exact: false }).first().waitFor()
})

scene('a run is moved to another version after what becomes of it was seen', async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const bob = await installation.again('bob')
  const lea = await installation.again('lea')
  const run = await bob.api.start('returns', { order_id: 'ORD-4' })
  const next = RETURNS.replace('id: inspect\n', 'id: look\n')
    .replaceAll('inspect]', 'look]')
    .replaceAll('inspect:', 'look:')
    .replaceAll('[inspect,', '[look,')
  await ana.api.publishNext('returns', next)

  const page = await stage.sit(lea, `/runs/${run}`)
  await page.getByText('v2 is published').waitFor()
  await act(page, 'Move to another version …')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('is not there any more').waitFor()
  await dialog.getByRole('alert').waitFor()
  await dialog.getByLabel(/becomes$/).selectOption('look')
  await dialog.getByText('becomes look').waitFor()
  await dialog.getByLabel('Why?').fill('The step is called otherwise now.')
  await dialog.getByRole('button', { name: 'Move to v2' }).click()
  await page.getByText('The run follows the other version.').waitFor()
  const screen = await lea.api.get(`/runs/${run}`)
  expect([screen.procedure.number, screen.tasks[0].step]).toEqual([2, 'look'])
})
