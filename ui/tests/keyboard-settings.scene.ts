/** The first start, one's own account and every page of the settings without a mouse. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { until } from './stage/api'
import { focused, focusOn, pick, tabTo } from './stage/keys'
import { MEASURE } from './stage/procedures'
import { PASSWORD, scene } from './stage/scene'

const gone = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' })

/** Goes to a page of the settings by its link in the list of pages. */
async function page(window: Page, name: RegExp): Promise<void> {
  await tabTo(window, name)
  await window.keyboard.press('Enter')
  await window.getByRole('heading', { level: 2, name }).waitFor()
}

scene('the first owner is made, signs out and in again', async ({ installation, stage }) => {
  const window = await stage.sit(undefined, installation.house.setupLink)
  const keys = window.keyboard
  await focusOn(window, /^Full name/)
  await keys.type('Ana Lima')
  await tabTo(window, /^Sign-in name/)
  await keys.press('ControlOrMeta+a')
  await keys.type('ana')
  await tabTo(window, /^New password/)
  await keys.type(PASSWORD)
  await tabTo(window, /^The same again/)
  await keys.type(PASSWORD)
  await keys.press('Enter')
  await window.getByRole('heading', { name: 'Inbox' }).waitFor()

  await tabTo(window, /account of/)
  await keys.press('Enter')
  await pick(window, 'My absence …')
  await focusOn(window, /^Deputy|^Close/)
  await keys.press('Escape')
  await gone(window)
  await focusOn(window, /account of/)
  await keys.press('Enter')
  await pick(window, 'Sign out')
  await focusOn(window, /^Name/)
  await keys.type('ana')
  await keys.press('Tab')
  await keys.type(PASSWORD)
  await keys.press('Enter')
  await window.getByRole('heading', { name: 'Inbox' }).waitFor()
  await tabTo(window, /^Notices/)
  await keys.press('Enter')
  await window.getByText('No notices yet', { exact: false }).waitFor()
  await keys.press('Escape')
  await focusOn(window, /^Notices/)
})

scene('people, teams, tokens and guests', { timeout: 120_000 }, async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  await ana.api.publish(MEASURE)
  const run = await bob.api.start('measure', { house: 'Elm Street 5' })
  await bob.api.post(`/runs/${run}/tasks/1/guest`, { name: 'Gil Glazier', expires_in: 3600 })
  const window = await stage.sit(ana, '/settings/people')
  const keys = window.keyboard

  await window.getByRole('button', { name: 'Change Bob Agent' }).waitFor()
  await tabTo(window, /^Add a person$/)
  await keys.press('Enter')
  await focusOn(window, /^Full name/)
  await keys.type('Cleo Typist')
  await tabTo(window, /^Sign-in name/)
  await keys.press('ControlOrMeta+a')
  await keys.type('cleo')
  await keys.press('Enter')
  await window.getByRole('button', { name: 'Change Cleo Typist' }).waitFor()
  await keys.press('Escape')
  await gone(window)
  await tabTo(window, /^Change Bob Agent$/)
  await keys.press('Enter')
  await window.getByRole('dialog').waitFor()
  await tabTo(window, /^Make a link to set a password$/)
  await keys.press('Enter')
  await focusOn(window, /Bob Agent/)
  await keys.press('Escape')
  await gone(window)
  await focusOn(window, /^Change Bob Agent$/)

  await page(window, /^Teams$/)
  await tabTo(window, /^Add a team$/)
  await keys.press('Enter')
  await focusOn(window, /^Name$/)
  await keys.type('Early shift')
  await tabTo(window, /^Members/)
  await keys.type('Bob')
  await window.getByRole('option', { name: 'Bob Agent' }).waitFor()
  await keys.press('ArrowDown')
  await keys.press('Enter')
  await keys.press('Escape')
  await tabTo(window, /^Add the team$/)
  await keys.press('Enter')
  await gone(window)
  await window.getByText('1 member: Bob Agent').waitFor()

  await page(window, /^API tokens$/)
  await tabTo(window, /^Make a token$/)
  await keys.press('Enter')
  await focusOn(window, /^What is it for/)
  await keys.type('The CRM')
  await tabTo(window, /^work/)
  await keys.press('Space')
  await tabTo(window, /^Make token$/)
  await keys.press('Enter')
  await focusOn(window, /^Token for The CRM/)
  await keys.press('Escape')
  await gone(window)
  await tabTo(window, /^Revoke The CRM$/)
  await keys.press('Enter')
  await tabTo(window, /^Revoke token$/)
  await keys.press('Enter')
  await window.getByText('No tokens yet').waitFor()

  await page(window, /^Guests$/)
  await window.getByText('Gil Glazier').waitFor()
  await tabTo(window, /Gil Glazier/)
  await keys.press('Enter')
  await window.getByText('No guest has a link now').waitFor()
})

scene('connectors, dispatch and appearance', async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const window = await stage.sit(ana, '/settings/connectors')
  const keys = window.keyboard
  await window.getByRole('button', { name: 'Test connection to shop' }).waitFor()
  await tabTo(window, /^3 actions/)
  await keys.press('Enter')
  await window.locator('code', { hasText: 'refund' }).waitFor()
  await tabTo(window, /^Test connection to shop$/)
  await keys.press('Enter')
  await window.getByRole('status').getByText('works').waitFor()
  await focusOn(window, /^Test connection to shop$/)

  await page(window, /^Schedules$/)
  await page(window, /^Dispatch$/)
  for (const [act, after] of [
    ['Stop', 'Dispatch is stopped'],
    ['Resume', 'Dispatch is running'],
  ]) {
    await tabTo(window, new RegExp(`^${act} dispatch …$`))
    await keys.press('Enter')
    await focusOn(window, /^Why/)
    await keys.type('The shop is being mended.')
    await tabTo(window, new RegExp(`^${act} dispatch$`))
    await keys.press('Enter')
    await gone(window)
    await window.getByText(after ?? '', { exact: true }).waitFor()
  }

  await page(window, /^Appearance$/)
  await tabTo(window, /^As the system$/)
  await keys.press('ArrowRight')
  await keys.press('ArrowRight')
  await until('the dark', async () => {
    const scheme = await window.evaluate(() => document.documentElement.dataset.mantineColorScheme)
    return scheme === 'dark'
  })
  expect(await focused(window)).toBe('Dark')
})
