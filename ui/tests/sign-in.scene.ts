/** Signing in by name and password, being locked out, signing out. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { until } from './stage/api'
import { PASSWORD, scene } from './stage/scene'

const submit = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true })

async function fill(page: Page, password: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill('ana')
  await page.getByLabel('Password', { exact: true }).fill(password)
}

scene('a page inside asks to sign in, and then shows what was asked for', async ({ installation, stage }) => {
  await installation.owner()
  const page = await stage.sit(undefined, '/procedures')
  await fill(page, 'not this one at all')
  await submit(page).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await submit(page).click()
  await page.getByRole('heading', { name: 'Procedures' }).first().waitFor()
  expect(new URL(page.url()).pathname).toBe('/procedures')
})

scene('signing out ends the session for the browser and for the API', async ({ installation, stage }) => {
  const page = await stage.sit(undefined, '/sign-in')
  await fill(page, PASSWORD)
  await submit(page).click()
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  await page.getByRole('button', { name: /account of Ana Lima/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await submit(page).waitFor()
  const answer = await installation.nobody().send('GET', '/session', { headers: { Cookie: cookie } })
  expect(answer.status).toBe(401)
})

scene('after too many wrong tries even the right password waits', async ({ installation, stage }) => {
  const page = await stage.sit(undefined, '/sign-in')
  await fill(page, PASSWORD)
  const api = installation.nobody()
  // Each wrong try after the fifth doubles the wait; a short one would be over before the browser has asked.
  await until('a wait of some seconds', async () => {
    const answer = await api.send('POST', '/session', { body: { name: 'ana', password: 'wrong wrong wrong' } })
    return Number(answer.headers.get('retry-after') ?? 0) >= 4
  })
  await submit(page).click()
  await page.getByRole('alert').waitFor()
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  await expect.poll(() => submit(page).isDisabled()).toBe(true)
})
