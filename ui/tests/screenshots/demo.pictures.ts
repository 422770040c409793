/** Every screen of the demonstration, with what six weeks of a firm left in it. */
import type { Page } from 'playwright-core'
import { test } from 'vitest'
import { Api } from '../stage/api'
import { House } from '../stage/house'
import { launch } from '../stage/screen'
import { type Shot, take } from './camera'

// biome-ignore lint/suspicious/noExplicitAny: whatever the demonstration has
type Item = any

const OWNER = 'marta.oyelaran'
const AGENT = 'aisha.khan'

async function as(nobody: Api, person: string): Promise<Api> {
  const api = new Api(nobody.url)
  await api.enter('/session/demo', { person })
  return api
}

test('the demonstration', async () => {
  const house = new House()
  const browser = await launch()
  try {
    await house.start(['demo', '--no-open'], 300_000)
    const nobody = new Api(house.url)
    const owner = await as(nobody, OWNER)
    const agent = await as(nobody, AGENT)
    const first = async (api: Api, path: string): Promise<Item> => (await api.get(path)).items[0]
    const task = await first(owner, '/tasks?scope=all')
    const own = (await first(agent, '/tasks?scope=mine')) ?? (await first(agent, '/tasks?scope=roles'))
    const ended = await first(owner, '/runs?status=ended')
    const procedure = ended.procedure.id
    const drawn = (page: Page) => page.locator('.react-flow__node').first().waitFor()
    const press = (key: string) => async (page: Page) => {
      await page.keyboard.press(key)
      await page.getByRole('dialog').waitFor()
    }
    const settings = ['people', 'teams', 'roles', 'tokens', 'connectors', 'schedules', 'appearance']
    const shots: Shot[] = [
      { name: 'inbox-all', address: '/inbox?scope=all' },
      { name: 'run-open', address: `/runs/${task?.run}` },
      { name: 'run-ended', address: `/runs/${ended?.run}` },
      { name: 'runs', address: '/runs' },
      { name: 'procedures', address: '/procedures' },
      { name: 'procedure-read', address: `/procedures/${procedure}` },
      { name: 'procedure-diagram', address: `/procedures/${procedure}/diagram`, before: drawn },
      { name: 'procedure-history', address: `/procedures/${procedure}/history` },
      { name: 'procedure-runs', address: `/procedures/${procedure}/runs` },
      { name: 'ledger', address: '/ledger' },
      ...settings.map((name) => ({ name: `settings-${name}`, address: `/settings/${name}` })),
      { name: 'palette', address: '/inbox?scope=all', before: press('ControlOrMeta+k') },
      { name: 'shortcuts', address: '/inbox?scope=all', before: press('?') },
      { name: 'nowhere', address: '/nowhere' },
    ]
    await take(browser, house.url, owner.cookie, shots)
    await take(browser, house.url, agent.cookie, [
      { name: 'inbox-mine', address: '/inbox?scope=mine' },
      { name: 'inbox-roles', address: '/inbox?scope=roles' },
      { name: 'inbox-open', address: `/inbox?scope=roles&open=${own?.run}/${own?.task}` },
      { name: 'run-own', address: `/runs/${own?.run}` },
    ])
    await take(browser, house.url, '', [{ name: 'demo-sign-in', address: '/sign-in' }])
  } finally {
    await browser.close()
    await house.close()
  }
})
