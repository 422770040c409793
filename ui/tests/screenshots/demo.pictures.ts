/** Every screen of the demonstration, with what six weeks of a firm left in it. */
import type { Page } from 'playwright-core'
import { test } from 'vitest'
import { Api } from '../stage/api'
import { House } from '../stage/house'
import { launch } from '../stage/screen'
import { type Shot, take } from './camera'

// biome-ignore lint/suspicious/noExplicitAny: whatever the demonstration has
type Item = any

test('the demonstration', async () => {
  const house = new House()
  const browser = await launch()
  try {
    await house.start(['demo', '--no-open'], 300_000)
    const nobody = new Api(house.url)
    const { people } = await nobody.get('/setup')
    const wanted = process.env.PERSON ?? people.find((person: Item) => person.roles.length > 1)?.id ?? people[0].id
    const api = new Api(house.url)
    await api.enter('/session/demo', { person: wanted })
    const first = async (path: string): Promise<Item> => (await api.get(path)).items[0]
    const task =
      (await first('/tasks?scope=mine')) ?? (await first('/tasks?scope=roles')) ?? (await first('/tasks?scope=all'))
    const ended = await first('/runs?status=ended')
    const procedure = ended?.procedure.id ?? (await first('/procedures')).id
    const palette = (page: Page) => page.keyboard.press('ControlOrMeta+K')
    const shots: Shot[] = [
      { name: 'inbox-mine', address: '/inbox?scope=mine' },
      { name: 'inbox-roles', address: '/inbox?scope=roles' },
      { name: 'inbox-all', address: '/inbox?scope=all' },
      { name: 'inbox-open', address: `/inbox?scope=all&open=${task?.run}/${task?.task}` },
      { name: 'run-open', address: `/runs/${task?.run}` },
      { name: 'run-ended', address: `/runs/${ended?.run}` },
      { name: 'runs', address: '/runs' },
      { name: 'procedures', address: '/procedures' },
      { name: 'procedure-read', address: `/procedures/${procedure}` },
      { name: 'procedure-diagram', address: `/procedures/${procedure}/diagram` },
      { name: 'procedure-history', address: `/procedures/${procedure}/history` },
      { name: 'procedure-runs', address: `/procedures/${procedure}/runs` },
      { name: 'ledger', address: '/ledger' },
      ...['people', 'teams', 'roles', 'tokens', 'connectors', 'schedules', 'appearance'].map((page) => ({
        name: `settings-${page}`,
        address: `/settings/${page}`,
      })),
      { name: 'palette', address: '/inbox?scope=all', before: palette },
      { name: 'shortcuts', address: '/inbox?scope=all', before: (page) => page.keyboard.press('?') },
      { name: 'nowhere', address: '/nowhere' },
    ]
    await take(browser, house.url, api.cookie, shots)
    await take(browser, house.url, '', [{ name: 'demo-sign-in', address: '/sign-in' }])
  } finally {
    await browser.close()
    await house.close()
  }
})
