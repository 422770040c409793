/** An empty installation; then the same with long names, 500 open tasks and a procedure of 60 steps. */
import type { Page } from 'playwright-core'
import { type Installation, type Person, scene } from '../stage/scene'
import { clicked, drawn } from './acts'
import { type Shot, take } from './camera'

const LONG =
  'Rückabwicklung einer beschädigten Lieferung mit Kaufpreiserstattung, Gutachten und Donaudampfschifffahrtsgesellschaftskapitänsmützenversicherung'

const step = (n: number) => {
  const title = n % 9 === 0 ? `${n}. ${LONG}` : `Check item ${n} of the list`
  if (n % 20 === 5) {
    return `  - id: s${n}
    title: Decide at ${n}
    decide:
      cases:
        - {when: amount > ${n * 10}, because: Large sums are looked at, steps: [{id: s${n}a, title: Look closer at ${n}, person: {role: agent, collect: [note]}}]}
      otherwise: continue`
  }
  if (n % 20 === 12) {
    return `  - id: s${n}
    title: Both sides at ${n}
    together:
      join: all
      branches:
        goods: [{id: s${n}g, title: Look after the goods, person: {role: agent, collect: [goods_${n}]}}]
        money: [{id: s${n}m, title: Look after the money, person: {role: lead, collect: [money_${n}]}}]`
  }
  return `  - id: s${n}
    title: ${JSON.stringify(title)}
    instructions: ${JSON.stringify(`Look at **item ${n}** of {{ order_id }}.`)}
    person: {role: ${n % 4 === 0 ? 'lead' : 'agent'}, collect: [note]}`
}

const numbers = Array.from({ length: 60 }, (_, n) => n + 1)
const both = numbers.filter((n) => n % 20 === 12)

const SIXTY = `procedure: 1
id: sixty
title: ${JSON.stringify(`Sixty steps: ${LONG}`)}
purpose: ${JSON.stringify(`So that it is seen how a long one looks. ${LONG} ${LONG}`)}
owner: lead
review: every 90 days
tags: [long, ${JSON.stringify(LONG.slice(0, 60))}]
roles: {agent: Answers customers., lead: Leads them.}
data:
  order_id: {type: string, title: Order}
  amount: {type: number, minimum: 0, unit: EUR, title: ${JSON.stringify(LONG)}}
  note: {type: string, optional: true, maxLength: 2000, title: Note}
${both.map((n) => `  goods_${n}: {type: string, optional: true}\n  money_${n}: {type: string, optional: true}`).join('\n')}
triggers: [{manual: {roles: [agent, lead]}}]
steps:
  - id: begin
    title: Begin
    person: {role: agent, collect: [amount]}
${numbers.map(step).join('\n')}
success: [{that: amount > 0, because: Something was paid.}]
`

async function owner(installation: Installation): Promise<Person> {
  return await installation.owner()
}

scene('an empty installation', async ({ installation, browser }) => {
  const first = [{ name: 'empty-setup', address: installation.house.setupLink }]
  await take(browser, installation.url, '', first)
  const ana = await owner(installation)
  const screens = [
    'inbox',
    'runs',
    'procedures',
    'ledger',
    'settings/people',
    'settings/tokens',
    'settings/connectors',
    'settings/schedules',
  ]
  const shots: Shot[] = screens.map((address) => ({
    name: `empty-${address.replace('/', '-')}`,
    address: `/${address}`,
  }))
  await take(browser, installation.url, ana.api.cookie, shots)
  await take(browser, installation.url, '', [{ name: 'sign-in', address: '/sign-in' }])
})

scene('long names, 500 open tasks, 60 steps', async ({ installation, browser }) => {
  const ana = await installation.again('ana')
  const bob = await installation.person(ana, 'bob', {
    name: `Bartholomäus-Maximilian ${LONG.slice(0, 50)}`,
    roles: ['agent', 'lead'],
  })
  await ana.api.publish(SIXTY)
  let run = ''
  for (let n = 0; n < 500; n++) {
    const name = n % 7 === 0 ? `ORD-${n} ${LONG}` : `ORD-${n}`
    // The person's own limit is not what is looked at.
    for (;;) {
      const answer = await bob.api.send('POST', '/runs', { body: { procedure: 'sixty', data: { order_id: name } } })
      if (answer.status === 429) {
        await new Promise((again) => setTimeout(again, 500))
        continue
      }
      if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
      if (n % 7 === 0) run = answer.body.run
      break
    }
  }
  await bob.api.complete(run, '1', { amount: '1234567.89' })
  const draft = await ana.api.post('/drafts', { text: SIXTY.replace('role: agent', 'role: agnt') })
  const open = (page: Page) =>
    page
      .getByRole('button', { name: /ORD-\d+ Rück/ })
      .first()
      .click()
  const selected = async (page: Page) => {
    await page
      .getByRole('checkbox', { name: /^Select/ })
      .first()
      .check()
    await page.getByText('1 selected').waitFor()
  }
  const shots: Shot[] = [
    { name: 'long-inbox', address: '/inbox?scope=roles' },
    { name: 'long-inbox-open', address: '/inbox?scope=roles', before: open },
    { name: 'long-run', address: `/runs/${run}` },
    { name: 'long-runs', address: '/runs' },
    { name: 'long-procedures', address: '/procedures' },
    { name: 'long-read', address: '/procedures/sixty', whole: true },
    { name: 'long-diagram', address: '/procedures/sixty/diagram', before: drawn },
    { name: 'long-people', address: '/settings/people' },
    { name: 'long-start', address: '/procedures/sixty', before: clicked(/^Start a run/) },
    { name: 'long-run-diagram', address: `/runs/${run}`, before: clicked(/^Diagram/) },
    { name: 'long-bulk', address: '/inbox?scope=roles', before: selected },
  ]
  await take(browser, installation.url, bob.api.cookie, shots)
  const text = (page: Page) => page.getByText('Problems', { exact: true }).waitFor()
  const drafts: Shot[] = [
    { name: 'long-draft', address: `/drafts/${draft.id}`, before: text },
    { name: 'long-draft-diagram', address: `/drafts/${draft.id}`, before: clicked(/^Diagram$/) },
  ]
  await take(browser, installation.url, ana.api.cookie, drafts)
})
