/** A procedure is written from nothing: a mistake is flagged, mended, the examples tried, the version published. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { scene } from './stage/scene'

const WRITTEN = `procedure: 1
id: water-plants
title: Water the plants
purpose: No plant dies of thirst.
owner: gardener
review: every 90 days
roles: {gardener: Looks after the plants.}
data:
  plants: {type: integer, minimum: 1, title: Plants}
triggers: [{manual: {roles: [gardener]}}]
steps:
  - id: water
    title: Water them
    person: {role: gardner, collect: [plants]}
success: [{that: plants > 0, because: Some were watered.}]
examples:
  - name: three plants
    given: {}
    answers: {water: {plants: 3}}
    expect: {outcome: completed, path: [water]}
`

/** Pastes a text over the whole one. */
async function write(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text)
  await page.getByLabel('Text of the procedure').click()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.press('ControlOrMeta+V')
}

scene('a procedure is written from nothing, mended, tried and published', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const page = await stage.sit(ana, '/procedures')
  await page.getByText('No procedures yet').waitFor()
  await page.getByRole('button', { name: 'Begin with the starter' }).waitFor()
  await page.getByRole('button', { name: 'New procedure' }).first().click()
  await page.getByRole('menuitem', { name: /^Empty/ }).click()
  await page.waitForURL('**/drafts/*')
  await write(page, WRITTEN)

  const problems = page.getByRole('region', { name: 'Problems' })
  const mistake = problems.getByRole('button', { name: /gardner/ }).first()
  await mistake.waitFor()
  expect(await mistake.textContent()).toMatch(/line 14/)
  await page.locator('.cm-lintRange-error').first().waitFor()
  await page.getByText('Draft saved').waitFor()
  await page.getByRole('button', { name: 'Publish version' }).click()
  await page.getByText('It cannot be published yet').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await write(page, WRITTEN.replace('gardner', 'gardener'))
  await mistake.waitFor({ state: 'detached' })
  await page.getByText('Try', { exact: true }).click()
  await page.getByRole('button', { name: 'Try the examples' }).click()
  await page.getByText('1 of 1 passed').waitFor()
  await page.getByText(/Step 1 of 1: Water them/).waitFor()

  await page.getByText('Draft saved').waitFor()
  await page.getByRole('button', { name: 'Publish version' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Why this version/).fill('It is the first.')
  await dialog.getByRole('button', { name: 'Publish version' }).click()
  await page.waitForURL('**/procedures/water-plants')
  await page.getByRole('heading', { name: 'Water the plants' }).first().waitFor()
  const published = await ana.api.get('/procedures/water-plants')
  expect([published.number, published.title]).toEqual([1, 'Water the plants'])
})

scene('what changed is told before it is published, and in the history after', async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const page = await stage.sit(ana, '/procedures/water-plants')
  await page
    .getByRole('button', { name: 'Edit procedure' })
    .or(page.getByRole('link', { name: 'Edit procedure' }))
    .click()
  await page.waitForURL('**/drafts/*')
  const text = WRITTEN.replace('gardner', 'gardener').replace('title: Water them', 'title: Water them all')
  await write(page, text.replace('minimum: 1', 'minimum: 2'))
  await page.getByText('Draft saved').waitFor()
  await page.getByRole('button', { name: 'Publish version' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('What changes since version 1').waitFor()
  await dialog.getByText(/1 change to what happens/).waitFor()
  await dialog.getByLabel(/Why this version/).fill('One plant is no garden.')
  await dialog.getByRole('button', { name: 'Publish version' }).click()
  await page.waitForURL('**/procedures/water-plants')
  await page.goto(`${installation.url}/procedures/water-plants/history`)
  await page.getByText('One plant is no garden.').waitFor()
})

scene('two people on one draft: nothing is overwritten unseen', async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const draft = await ana.api.post('/drafts', { text: WRITTEN.replace('id: water-plants', 'id: water-trees') })
  const page = await stage.sit(ana, `/drafts/${draft.id}`)
  await page.getByLabel('Text of the procedure').waitFor()
  await page.context().route('**/api/v1/events*', (route) => route.abort())
  stage.windows.expectUnreachable()
  await page.reload()
  await page.getByLabel('Text of the procedure').waitFor()
  const theirs = WRITTEN.replace('Water the plants', 'Water the trees')
  await ana.api.ask('PUT', `/drafts/${draft.id}`, { text: theirs }, { 'If-Match': `"${draft.etag}"` })
  await write(page, WRITTEN.replace('Water the plants', 'Water everything'))
  await page.getByText('This draft was changed elsewhere').waitFor()
  await page.getByRole('button', { name: 'Keep my text' }).click()
  await page.getByText('Draft saved').waitFor()
  const kept = await ana.api.get(`/drafts/${draft.id}`)
  expect(kept.text).toContain('Water everything')
})
