/** What a machine proposes and a person settles: a request to confirm, a way to choose, a form that comes back. */
import { expect } from 'vitest'
import { until } from './stage/api'
import { PROPOSED } from './stage/procedures'
import { scene } from './stage/scene'

scene('a request is looked at, edited and confirmed; then a way is chosen', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  const lea = await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['lead'] })
  await ana.api.publish(PROPOSED)
  const run = await bob.api.start('proposed', { order_id: 'ORD-1' })

  const page = await stage.sit(lea, `/runs/${run}`)
  const card = page.getByRole('region', { name: 'What will be done' })
  await card.getByText('shop.replace', { exact: true }).waitFor()
  await card.getByText('ORD-1').waitFor()
  await card.getByRole('button', { name: 'Edit the arguments' }).click()
  await card.getByLabel('urgent').fill('tru')
  await page.getByRole('button', { name: 'Approve shop.replace as edited' }).click()
  await page.getByText('urgent is not valid JSON', { exact: false }).waitFor()
  await card.getByLabel('urgent').fill('true')
  await page.getByRole('button', { name: 'Approve shop.replace as edited' }).click()

  await page.getByRole('heading', { name: 'Which way it goes' }).waitFor()
  await page.getByText('suggested').waitFor()
  await page.getByRole('radio', { name: 'By courier' }).focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ControlOrMeta+Enter')
  await until('the way that was chosen', async () => {
    const { data } = await lea.api.get(`/runs/${run}`)
    const value = (name: string) => data.find((datum: { name: string }) => datum.name === name)?.value
    return value('way') === 'courier' && value('tracking') === 'T-1'
  })

  // Too heavy: the form comes back to him with the reason, and what he typed.
  const his = await stage.sit(bob, `/runs/${run}`)
  await his.getByRole('heading', { name: 'Weigh it' }).waitFor()
  await his.getByLabel(/^Weight/).fill('31')
  await his.getByRole('button', { name: 'Complete step' }).click()
  await his.getByText('It came back to you').waitFor()
  await his.getByText('The post takes no more.', { exact: false }).first().waitFor()
  await expect.poll(() => his.getByLabel(/^Weight/).inputValue()).toBe('31')
  await his.getByLabel(/^Weight/).fill('29')
  await his.getByRole('button', { name: 'Complete step' }).click()
  await his.getByRole('heading', { name: 'Tell the customer' }).waitFor()
})

scene('a request that is refused is not sent, and whoever refuses says why', async ({ installation, stage }) => {
  const bob = await installation.again('bob')
  const lea = await installation.again('lea')
  const run = await bob.api.start('proposed', { order_id: 'ORD-2' })
  const page = await stage.sit(lea, `/inbox?scope=roles&q=ORD-2`)
  await page.getByRole('heading', { name: 'Send a new one' }).waitFor()
  await page.getByRole('button', { name: 'Refuse', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Refuse' }).click()
  await dialog.getByText('A reason is needed.').waitFor()
  await dialog.getByLabel('Why is it refused?').fill('We have none left.')
  await dialog.getByRole('button', { name: 'Refuse' }).click()
  await page.getByText('Refused: Send a new one').waitFor()
  const { items } = await lea.api.get(`/runs/${run}/journal?limit=100`)
  const text = items.map((item: { text: string }) => item.text).join('\n')
  expect(text).toContain('We have none left.')
  expect(text).not.toContain('T-1')
})
