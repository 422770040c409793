/** What is hidden is shown to whoever has the task, for a reason that stands in the ledger. */
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { focusOn } from './stage/keys'
import { PAYOUT } from './stage/procedures'
import { scene } from './stage/scene'

scene('a hidden value is shown for a reason, by the keyboard alone', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  const lea = await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['lead'] })
  await ana.api.publish(PAYOUT)
  const run = await bob.api.start('payout', { customer: 'Mrs Quist', account: 'DE02 1203 0000' })
  await lea.api.post(`/runs/${run}/tasks/1/claim`)

  const page = await stage.sit(lea, `/runs/${run}`)
  const task = page.getByRole('article')
  await task.getByText('•••').first().waitFor()
  expect(await page.getByText('DE02').count()).toBe(0)
  await task.getByRole('button', { name: 'Show hidden values …' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Why do you need to see it?').waitFor()
  await focusOn(page, /^Why do you need to see it/)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('I compare it with the letter.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await task.getByText('DE02 1203 0000').waitFor()
  await task.getByRole('button', { name: 'Hide them again' }).click()
  await task.getByText('DE02 1203 0000').waitFor({ state: 'detached' })

  // Bob does not have this task; after a reload nothing is shown either.
  await page.reload()
  await task.getByText('•••').first().waitFor()
  const his = await stage.sit(bob, `/runs/${run}`)
  await his.getByRole('heading', { name: 'Agree to pay Mrs Quist' }).waitFor()
  expect(await his.getByRole('button', { name: 'Show hidden values …' }).count()).toBe(0)

  // The owner takes the journal away with what is hidden in it; Lea is not offered that.
  await page.getByRole('button', { name: 'More acts on this run' }).click()
  await page.getByRole('menuitem', { name: 'Write a note …' }).waitFor()
  expect(await page.getByRole('menuitem', { name: /hidden values/ }).count()).toBe(0)
  const hers = await stage.sit(ana, `/runs/${run}`)
  await hers.getByRole('button', { name: 'More acts on this run' }).click()
  await hers.getByRole('menuitem', { name: 'Export it with hidden values …' }).click()
  await hers.getByRole('button', { name: 'Export journal' }).click()
  await hers.getByText('A reason is needed.').waitFor()
  await hers.getByLabel('Why do you need to see them?').fill('The bank asked for the file.')
  const saved = hers.waitForEvent('download')
  await hers.getByRole('button', { name: 'Export journal' }).click()
  const file = await saved
  expect(file.suggestedFilename()).toBe(`${run}.jsonl`)
  expect(readFileSync(await file.path(), 'utf8')).toContain('DE02 1203 0000')

  const ledger = await stage.sit(ana, '/ledger?kind=revealed')
  await ledger.getByText('The bank asked for the file.', { exact: false }).first().waitFor()
  await ledger.getByText('I compare it with the letter.', { exact: false }).first().waitFor()
  expect(await ledger.getByText('DE02').count()).toBe(0)
})
