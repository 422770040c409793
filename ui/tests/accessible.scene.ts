/** Every main screen is judged by axe: nothing serious, light and dark, on a desk and on a phone. */
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import { serious } from './stage/axe'
import { MEASURE, RETURNS } from './stage/procedures'
import { scene } from './stage/scene'

scene('what is wrong is found', async ({ installation, stage }) => {
  const page = await stage.sit(undefined, `${installation.url}/sign-in`)
  await page.getByRole('heading').first().waitFor()
  expect(await serious(page)).toEqual([])
  await page.evaluate(() => document.body.append(document.createElement('button')))
  expect((await serious(page)).join()).toContain('button-name')
})

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

const LOOKS: [string, BrowserContextOptions][] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['high contrast', { colorScheme: 'light', contrast: 'more' }],
  ['phone', { ...PHONE, colorScheme: 'light' }],
]

scene('axe finds nothing serious before anybody is there', async ({ installation, stage }) => {
  const found: string[] = []
  for (const [look, options] of LOOKS) {
    const page = await stage.sit(undefined, installation.house.setupLink, options)
    await page.getByLabel('Password', { exact: false }).first().waitFor()
    for (const fault of await serious(page)) found.push(`${look} /setup\n    ${fault}`)
    await page.context().close()
  }
  expect(found, found.join('\n')).toEqual([])
})

scene('axe finds nothing serious on any screen', { timeout: 480_000 }, async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent', 'lead'] })
  // Somebody must be left who may approve what Bob did.
  await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['lead'] })
  await ana.api.publish(RETURNS)
  await ana.api.publish(MEASURE)
  const draft = await ana.api.post('/drafts', { text: RETURNS.replace('role: agent,', 'role: agnt,') })
  const run = await bob.api.start('returns', { order_id: 'ORD-1' })
  const over = await bob.api.start('returns', { order_id: 'ORD-2' })
  await bob.api.post(`/runs/${over}/tasks/1/raise`, { exception: 'lost', words: 'It never came.' })
  const measured = await bob.api.start('measure', { house: 'Elm Street 5' })
  const { link } = await bob.api.post(`/runs/${measured}/tasks/1/guest`, { name: 'Gil', expires_in: 3600 })
  await ana.api.enter('/session', { name: 'ana', password: 'kettle drum orchard 41' })

  const reset = await ana.api.post('/people/bob/reset')

  const inside = [
    '/inbox?scope=roles',
    '/inbox?scope=mine',
    '/runs',
    `/runs/${run}`,
    `/runs/${over}`,
    '/procedures',
    '/procedures/returns',
    '/procedures/returns/diagram',
    '/procedures/returns/history',
    '/procedures/returns/runs',
    `/drafts/${draft.id}`,
    '/ledger',
    ...['people', 'teams', 'roles', 'tokens', 'guests', 'connectors', 'schedules', 'dispatch', 'appearance'].map(
      (name) => `/settings/${name}`,
    ),
  ]
  const found: string[] = []
  for (const [look, options] of LOOKS) {
    const page = await stage.sit(ana, '/inbox', options)
    const judge = async (window: Page, name: string) => {
      await window.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined)
      for (const fault of await serious(window)) found.push(`${look} ${name}\n    ${fault}`)
    }
    for (const address of inside) {
      await page.goto(`${installation.url}${address}`)
      await page.getByRole('main').waitFor()
      await judge(page, address)
    }
    const outside = await stage.sit(undefined, '/sign-in', options)
    await outside.getByRole('heading').first().waitFor()
    await judge(outside, '/sign-in')
    const guest = await stage.sit(undefined, link, options)
    await guest.getByRole('heading', { name: /Measure the window/ }).waitFor()
    await judge(guest, '/guest')
    const forgot = await stage.sit(undefined, reset.link, options)
    await forgot.getByLabel('Password', { exact: false }).first().waitFor()
    await judge(forgot, '/reset')
    await Promise.all([page, outside, guest, forgot].map((window) => window.context().close()))
  }
  expect(found, found.join('\n')).toEqual([])
})
