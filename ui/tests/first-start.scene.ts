/** Nobody is there yet: the link of the terminal makes the first owner, once. */
import { expect } from 'vitest'
import { PASSWORD, scene } from './stage/scene'

scene('the link of the terminal makes the first owner, who is signed in at once', async ({ installation, stage }) => {
  const page = await stage.sit(undefined, installation.house.setupLink)
  await page.getByLabel('Full name').fill('Ana Lima')
  await page.getByLabel('Sign-in name').fill('ana')
  await page.getByLabel('New password').fill('short')
  await page.getByRole('button', { name: 'Make the owner and sign in' }).click()
  await page.getByText('At least 10 characters; there are 5.').waitFor()
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByLabel('The same again').fill(PASSWORD)
  await page.getByRole('button', { name: 'Make the owner and sign in' }).click()
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/inbox')
})

scene('the link works once', async ({ installation, stage }) => {
  const page = await stage.sit(undefined, installation.house.setupLink)
  await page.getByText('This installation has its owner already').waitFor()
  const secret = installation.house.setupLink.split('#')[1]
  const again = { secret, id: 'eve', name: 'Eve', password: PASSWORD }
  const answer = await installation.nobody().send('POST', '/setup', { body: again })
  expect([401, 403, 404, 409]).toContain(answer.status)
})
