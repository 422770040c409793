/** What the owner sets: a token that is shown once, works within its scopes and is revoked; a connector that is tried. */
import { expect } from 'vitest'
import { scene } from './stage/scene'

scene(
  'a token is made, shown once, works as far as it goes, and stops when it is revoked',
  async ({ installation, stage }) => {
    const ana = await installation.owner()
    const page = await stage.sit(ana, '/settings/tokens')
    await page.getByRole('button', { name: 'Make a token' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Make token' }).click()
    await dialog.getByText('This is needed.').first().waitFor()
    await dialog.getByLabel('What is it for?').fill('The CRM')
    await dialog.getByRole('button', { name: 'Make token' }).click()
    const shown = dialog.getByLabel('Token for The CRM')
    await shown.waitFor()
    const secret = await shown.inputValue()
    expect(secret).toMatch(/^ust_/)
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('The CRM').waitFor()

    // Nowhere again: not on the page, not after a reload, not from the API.
    await page.reload()
    await page.getByText('The CRM').waitFor()
    expect(await page.content()).not.toContain(secret)
    expect(JSON.stringify(await ana.api.get('/tokens?person=all'))).not.toContain(secret)
    const program = installation.nobody()
    const headers = { Authorization: `Bearer ${secret}` }
    expect((await program.send('GET', '/runs', { headers })).status).toBe(200)
    const beyond = await program.send('POST', '/people', { headers, body: { id: 'eve', name: 'Eve' } })
    expect(beyond.status).toBe(403)

    await page.getByRole('button', { name: 'Revoke The CRM' }).click()
    await dialog.getByText('Programs that use it stop working at once.').waitFor()
    await dialog.getByRole('button', { name: 'Revoke token' }).click()
    await page.getByText('No tokens yet').waitFor()
    expect((await program.send('GET', '/runs', { headers })).status).toBe(401)
  },
)

scene('a connector is tried with its button, by administrators alone', async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  const page = await stage.sit(ana, '/settings/connectors')
  await page.getByRole('button', { name: 'Test connection to shop' }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'shop' }).first()
  await row.getByRole('status').getByText('passed').waitFor()
  await row.getByText('3 actions, at most', { exact: false }).click()
  await row.locator('code', { hasText: 'refund' }).waitFor()

  const his = await stage.sit(bob, '/settings/connectors')
  await his.getByRole('main').waitFor()
  expect(await his.getByRole('button', { name: /^Test connection/ }).count()).toBe(0)
  expect((await bob.api.send('POST', '/connectors/shop/test')).status).toBe(403)
})
