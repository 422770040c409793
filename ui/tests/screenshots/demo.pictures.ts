/**
 * Every screen of the demonstration, with what six weeks of a firm left in it.
 *
 * `UNDERSTUDY_URL` names a demonstration that runs already; without it, one is started.
 */
import { test } from 'vitest'
import { PAGES } from '../../src/settings/pages'
import { Api } from '../stage/api'
import { House } from '../stage/house'
import { launch } from '../stage/screen'
import { clicked, drawn, pressed, printed, publishing, verifying } from './acts'
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

const first = async (api: Api, path: string): Promise<Item> => (await api.get(path)).items[0]

/** The one whose diagram has the most in it. */
async function largest(api: Api): Promise<string> {
  const { items } = await api.get('/procedures?limit=50')
  let best = { id: '', size: -1 }
  for (const { id } of items as Item[]) {
    const size = ((await api.get(`/procedures/${id}`)).graph?.nodes ?? []).length
    if (size > best.size) best = { id, size }
  }
  return best.id
}

test('the demonstration', async () => {
  const house = new House()
  const browser = await launch()
  try {
    const running = process.env.UNDERSTUDY_URL
    if (!running) await house.start(['demo', '--no-open'], 300_000)
    const url = running ?? house.url
    const nobody = new Api(url)
    const owner = await as(nobody, OWNER)
    const agent = await as(nobody, AGENT)
    const task = await first(owner, '/tasks?scope=all')
    const all = (await owner.get('/tasks?scope=all&limit=200')).items
    const approval = all.find(({ kind }: Item) => kind === 'approve') ?? task
    const own = (await first(agent, '/tasks?scope=mine')) ?? (await first(agent, '/tasks?scope=roles'))
    const ended = await first(owner, '/runs?status=ended')
    const procedure = ended.procedure.id
    const large = await largest(owner)
    const draft = await owner.post('/drafts', { procedure: large })
    const run = `/runs/${task?.run}`
    const edit = `/drafts/${draft.id}`
    const shots: Shot[] = [
      { name: 'inbox-all', address: '/inbox?scope=all' },
      { name: 'inbox-filter', address: '/inbox?scope=all', before: clicked(/^Filter/) },
      { name: 'inbox-none', address: '/inbox?scope=all&q=nowhere' },
      { name: 'run-open', address: run },
      { name: 'run-acts', address: run, before: clicked(/More acts/) },
      { name: 'run-cancel', address: run, before: clicked(/More acts/, /Cancel run/) },
      { name: 'run-override', address: run, before: clicked(/More acts/, /Correct a result/) },
      { name: 'run-migrate', address: run, before: clicked(/More acts/, /Move to another/) },
      { name: 'run-steps', address: run, before: clicked(/^Steps/) },
      { name: 'run-guide', address: run, before: clicked(/^Guide/) },
      { name: 'run-journal', address: run, before: clicked(/^Journal/) },
      { name: 'run-diagram', address: run, before: clicked(/^Diagram/) },
      { name: 'run-ended', address: `/runs/${ended?.run}` },
      { name: 'run-hand-over', address: run, before: clicked(/^Hand over|^More$/, /Hand over to/) },
      { name: 'approval', address: `/runs/${approval?.run}?task=${approval?.task}` },
      { name: 'runs', address: '/runs' },
      { name: 'runs-ended', address: '/runs?status=ended' },
      { name: 'runs-start', address: '/runs', before: clicked(/Start a run/) },
      { name: 'procedures', address: '/procedures' },
      { name: 'procedures-new', address: '/procedures', before: clicked(/New procedure/) },
      { name: 'procedure-read', address: `/procedures/${procedure}` },
      { name: 'procedure-start', address: `/procedures/${procedure}`, before: clicked(/Start a run/) },
      { name: 'procedure-more', address: `/procedures/${procedure}`, before: clicked(/^More$/) },
      { name: 'procedure-print', address: `/procedures/${procedure}`, before: printed, whole: true },
      { name: 'procedure-diagram', address: `/procedures/${procedure}/diagram`, before: drawn },
      { name: 'large-diagram', address: `/procedures/${large}/diagram`, before: drawn },
      { name: 'large-read', address: `/procedures/${large}`, whole: true },
      { name: 'procedure-history', address: `/procedures/${procedure}/history` },
      { name: 'procedure-runs', address: `/procedures/${procedure}/runs` },
      { name: 'edit', address: edit },
      { name: 'edit-diagram', address: edit, before: clicked(/^Diagram/) },
      { name: 'edit-try', address: edit, before: clicked(/^Try$/, /Try the examples/) },
      { name: 'edit-publish', address: edit, before: publishing },
      { name: 'ledger', address: '/ledger' },
      { name: 'ledger-entry', address: '/ledger', before: clicked(/Signed in/) },
      { name: 'ledger-verified', address: '/ledger', before: verifying },
      ...PAGES.map((name) => ({ name: `settings-${name}`, address: `/settings/${name}` })),
      { name: 'settings-person', address: '/settings/people', before: clicked(/Add a person/) },
      { name: 'settings-change', address: '/settings/people', before: clicked(/^Change /) },
      { name: 'settings-team', address: '/settings/teams', before: clicked(/Add a team/) },
      { name: 'settings-token', address: '/settings/tokens', before: clicked(/Make a token/) },
      { name: 'palette', address: '/inbox?scope=all', before: pressed('ControlOrMeta+k') },
      { name: 'shortcuts', address: '/inbox?scope=all', before: pressed('?') },
      { name: 'notices', address: '/inbox?scope=all', before: clicked(/^Notices/) },
      { name: 'account', address: '/inbox?scope=all', before: clicked(/account of/) },
      { name: 'absence', address: '/inbox?scope=all', before: clicked(/account of/, /absence/) },
      { name: 'nowhere', address: '/nowhere' },
    ]
    await take(browser, url, owner.cookie, shots)
    const open = `/inbox?scope=roles&open=${own?.run}/${own?.task}`
    await take(browser, url, agent.cookie, [
      { name: 'inbox-mine', address: '/inbox?scope=mine' },
      { name: 'inbox-roles', address: '/inbox?scope=roles' },
      { name: 'inbox-open', address: open },
      { name: 'inbox-missing', address: open, before: clicked(/Complete step|Approve|Choose this way/) },
      { name: 'inbox-raise', address: open, before: clicked(/Raise exception/) },
      { name: 'run-own', address: `/runs/${own?.run}` },
      { name: 'run-raise', address: `/runs/${own?.run}`, before: clicked(/Raise exception/, /Something else/) },
      { name: 'run-invite', address: `/runs/${own?.run}`, before: clicked(/^Hand over/, /Invite a guest/) },
      { name: 'ledger-denied', address: '/ledger' },
    ])
    const guest = await agent.post(`/runs/${own?.run}/tasks/${own?.task}/guest`, { name: 'Gil', expires_in: 3600 })
    await take(browser, url, '', [
      { name: 'demo-sign-in', address: '/sign-in' },
      { name: 'guest', address: guest.link },
      { name: 'guest-missing', address: guest.link, before: clicked(/^Send/) },
      { name: 'guest-over', address: guest.link.replace(/.{6}$/, '000000') },
    ])
    for (const kind of ['approve', 'confirm', 'choose']) {
      const asked = all.find((each: Item) => each.kind === kind && each.assignee)
      if (!asked) continue
      const person = await as(nobody, asked.assignee.id)
      const address = `/runs/${asked.run}?task=${asked.task}`
      await take(browser, url, person.cookie, [
        { name: `task-${kind}`, address },
        { name: `task-${kind}-refuse`, address, before: clicked(/^Refuse/) },
      ])
    }
    await owner.send('DELETE', `/drafts/${draft.id}`)
  } finally {
    await browser.close()
    await house.close()
  }
})
