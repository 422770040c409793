/**
 * Our own runs beside their procedure: what departs is seen on its diagram, and leads to a case's timeline; what is
 * accepted no longer counts; and what people did becomes a procedure.
 */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { until } from './stage/api'
import { serious } from './stage/axe'
import { focused, tabTo } from './stage/keys'
import { RETURNS } from './stage/procedures'
import { type Installation, type Person, scene } from './stage/scene'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

/** Eight returns: five as asked, two whose approval was passed over, and one that was never paid out. */
async function work(installation: Installation): Promise<{ ana: Person; skipped: string[] }> {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  const lea = await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['lead'] })
  const cleo = await installation.person(ana, 'cleo', { name: 'Cleo Clerk', roles: ['clerk'] })
  await ana.api.publish(RETURNS)
  const skipped: string[] = []
  for (const [n, amount] of ['5', '6', '7', '8', '50', '60', '70', '9'].entries()) {
    const run = await bob.api.start('returns', { order_id: `ORD-${n + 1}` })
    await bob.api.complete(run, '1', { amount })
    const asks = (await open(lea, run)).find(({ step }) => step === 'sign-off')
    if (asks && n === 4) {
      const { revision } = await lea.api.get(`/runs/${run}/tasks/${asks.task}`)
      await lea.api.post(`/runs/${run}/tasks/${asks.task}/approve`, { values: {}, revision })
    } else if (asks) {
      await ana.api.post(`/runs/${run}/skip`, { step: 'sign-off', reason: 'The lead is away.' })
      skipped.push(`ORD-${n + 1}`)
    }
    const pay = (await open(cleo, run)).find(({ step }) => step === 'pay')
    if (n === 7) await ana.api.post(`/runs/${run}/skip`, { step: 'pay', reason: 'It was paid already.' })
    else await cleo.api.complete(run, String(pay?.task), { paid_by: 'bank' })
  }
  return { ana, skipped }
}

/** The open tasks of a run, once there is one: the machine decides before them. */
const open = (person: Person, run: string): Promise<{ task: string; step: string }[]> =>
  until('an open task', async () => {
    const tasks = await person.api.tasks(run)
    return tasks.length > 0 && tasks
  })

const CONFORMANCE = '/watching/runs:returns/conformance'
const passedOver = (page: Page) =>
  page.getByRole('listitem').filter({ hasText: 'Approve the refund' }).getByRole('button')

scene('where runs depart is seen on the procedure, down to one case', async ({ installation, stage }) => {
  const { ana, skipped } = await work(installation)
  const page = await stage.sit(ana, '/watching')
  await page.getByRole('link', { name: /Process a return/ }).click()
  await page.getByRole('link', { name: 'Conformance' }).click()
  await page.getByText('5 cases of 8 keep to it').waitFor()

  // The step says it in the diagram, and narrows the list.
  const step = page.locator('.react-flow__node button', { hasText: 'Approve the refund' })
  await step.getByText('wrong branch 2').waitFor()
  await step.click()
  await page.getByRole('button', { name: /Only at .*Approve the refund/ }).waitFor()
  await passedOver(page).click()
  await page.getByRole('heading', { name: /Approve the refund .*it should have been done/ }).waitFor()
  await page.getByText('2 cases', { exact: false }).first().waitFor()

  // Its cases, and the timeline of one.
  await page.getByRole('link', { name: /in the list of cases/ }).click()
  await page.waitForURL('**/cases?**')
  await page.getByText('2 cases').waitFor()
  const cases = page.getByRole('list', { name: 'Cases' })
  await cases.getByRole('link').nth(1).waitFor()
  expect(await cases.getByRole('link').count()).toBe(skipped.length)
  await cases.getByRole('link').first().click()
  const timeline = page.getByRole('list', { name: 'What happened' })
  await timeline.getByText('Pay it out').waitFor()
  await timeline.getByText('wrong branch').waitFor()
  // Nobody is named: whoever did it is a letter.
  expect(await page.getByText('Bob').count()).toBe(0)
  await timeline.getByText('by person A', { exact: true }).first().waitFor({ state: 'attached' })

  // What was asked for and not done has its place among what was.
  await page.goto(`${installation.url}${CONFORMANCE}`)
  await page.getByRole('listitem').filter({ hasText: 'Pay it out' }).getByRole('button').click()
  await page.getByRole('link', { name: 'ORD-8' }).click()
  const notDone = timeline.getByRole('listitem').filter({ hasText: 'Pay it out' })
  await notDone.getByText('not done').waitFor()
  await notDone.getByText('missing').waitFor()
})

scene(
  'what is accepted with a reason is told and does not count, until it is withdrawn',
  async ({ installation, stage }) => {
    const ana = await installation.again('ana')
    const page = await stage.sit(ana, CONFORMANCE)
    await passedOver(page).click()
    await page.getByRole('button', { name: 'Accept this deviation …' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Accept deviation' }).click()
    await dialog.getByText('A reason is needed.').waitFor()
    await dialog.getByLabel(/^Reason/).fill('The lead was away, and the sums were small.')
    await dialog.getByLabel(/^Until/).fill('2001-01-01')
    await dialog.getByText('This day has passed.').waitFor()
    await dialog.getByLabel(/^Until/).fill('')
    await dialog.getByRole('button', { name: 'Accept deviation' }).click()
    await page.getByText('7 cases of 8 keep to it').waitFor()
    await page.getByText('Accepted: The lead was away, and the sums were small.').waitFor()
    await page.getByRole('button', { name: 'All deviations' }).click()
    await page.getByRole('heading', { name: 'Accepted: told, and not counted' }).waitFor()

    await page.getByRole('button', { name: 'What is accepted (1)' }).click()
    await dialog.getByRole('button', { name: 'Withdraw acceptance' }).click()
    await page.getByRole('heading', { name: 'Withdraw this acceptance?' }).waitFor()
    await dialog.getByRole('button', { name: 'Withdraw acceptance' }).click()
    await page.getByText('5 cases of 8 keep to it').waitFor()
  },
)

scene('what people did becomes a draft, which the editor opens', async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const page = await stage.sit(ana, '/watching/runs:returns')
  await page.getByRole('button', { name: 'Make a procedure of this' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Title').fill('Returns as they are')
  await dialog.getByLabel(/^Coverage/).fill('100')
  const preview = dialog.getByRole('region', { name: 'Preview' })
  await preview.getByText('Pay it out').first().waitFor()
  await dialog.getByText('Fitness', { exact: true }).waitFor()
  await preview.getByText('Text', { exact: true }).click()
  await preview.getByText(/^id: returns-as-they-are$/m).waitFor()
  await dialog.getByRole('button', { name: 'Open as draft' }).click()
  await page.waitForURL('**/drafts/*')
  await page.getByLabel('Text of the procedure').waitFor()
  const { items } = await ana.api.get('/drafts')
  expect(items.map(({ title }: { title: string }) => title)).toEqual(['Returns as they are'])
})

scene(
  'a drafted procedure whose id is taken becomes another one, or the next version',
  async ({ installation, stage }) => {
    const ana = await installation.again('ana')
    const page = await stage.sit(ana, '/watching/runs:returns')
    await page.getByRole('button', { name: 'Make a procedure of this' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Title').fill('Returns')
    await dialog.getByText('“Process a return” has this id already').waitFor()
    await dialog.getByLabel('A procedure of its own, with the id returns-2').waitFor()
    await dialog.getByLabel('The next version of “Process a return”').check()
    await dialog.getByRole('button', { name: 'Open as draft' }).click()
    await page.waitForURL('**/drafts/*')
    const draft = await ana.api.get(`/drafts/${page.url().split('/').at(-1)}`)
    expect([draft.procedure, draft.base_number]).toEqual(['returns', 1])
    expect(draft.text).toMatch(/^id: returns$/m)
  },
)

scene('without a mouse: from the list to a deviation and back', async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const page = await stage.sit(ana, CONFORMANCE)
  await passedOver(page).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const heading = page.getByRole('heading', { name: /Approve the refund .*it should have been done/ })
  await heading.waitFor()
  await tabTo(page, /Accept this deviation/)
  await page.keyboard.press('Escape')
  await heading.waitFor({ state: 'detached' })
  await page.keyboard.press('Tab')
  expect(await focused(page)).not.toBe('')
})

scene(
  'axe finds nothing serious, light and dark, on a desk and on a phone',
  { timeout: 240_000 },
  async ({ installation, stage }) => {
    const ana = await installation.again('ana')
    const found: string[] = []
    const looks = [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { contrast: 'more' }, PHONE] as const
    for (const options of looks) {
      const page = await stage.sit(ana, CONFORMANCE, options)
      const judge = async (name: string) => {
        for (const fault of await serious(page)) found.push(`${JSON.stringify(options)} ${name}\n    ${fault}`)
      }
      await passedOver(page).waitFor()
      await judge('deviations')
      await passedOver(page).click()
      await page.getByRole('link', { name: /in the list of cases/ }).waitFor()
      await judge('a deviation')
      await page.getByRole('button', { name: 'Accept this deviation …' }).click()
      await page.getByRole('dialog').waitFor()
      await judge('accepting')
      await page.keyboard.press('Escape')
      await page.getByRole('link', { name: /in the list of cases/ }).click()
      await page.getByRole('list', { name: 'Cases' }).getByRole('link').first().waitFor()
      await judge('cases')
      await page.getByRole('list', { name: 'Cases' }).getByRole('link').first().click()
      await page.getByRole('list', { name: 'What happened' }).getByRole('listitem').first().waitFor()
      await judge('a case')
      await page.getByRole('button', { name: 'Make a procedure of this' }).click()
      await page.getByRole('region', { name: 'Preview' }).getByText('Pay it out').first().waitFor()
      await judge('drafting')
      await page.context().close()
    }
    expect(found, found.join('\n')).toEqual([])
  },
)
