/** Every menu and every dialog is opened by the keyboard, judged by axe, and closed by Escape. */
import { expect } from 'vitest'
import { serious } from './stage/axe'
import { RETURNS } from './stage/procedures'
import { scene } from './stage/scene'

scene('axe finds nothing serious in any menu or dialog', { timeout: 300_000 }, async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent', 'lead'] })
  // Somebody must be left who may approve what Bob did.
  await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['lead'] })
  await ana.api.publish(RETURNS)
  const run = await bob.api.start('returns', { order_id: 'ORD-3' })
  const decided = await bob.api.start('returns', { order_id: 'ORD-4' })
  await bob.api.complete(decided, '1', { amount: '50' })
  await ana.api.publishNext('returns', RETURNS.replace('Large sums are looked at.', 'Large sums are looked at twice.'))
  const page = await stage.sit(bob, '/inbox')
  const keys = page.keyboard
  const found: string[] = []
  const judge = async (name: string, also: string[] = []) => {
    for (const fault of await serious(page, also)) found.push(`${name}\n    ${fault}`)
  }
  const opened = () => page.locator('[role=dialog]:visible, [role=menu]:visible').last()
  const close = async (name: string) => {
    await keys.press('Escape')
    await opened()
      .waitFor({ state: 'detached' })
      .catch(() => found.push(`${name}: Escape does not close it`))
  }
  /** Buttons by name, one after the other; the last thing that opened is judged. */
  const open = async (address: string, ...names: (string | RegExp)[]) => {
    await page.goto(`${installation.url}${address}`)
    for (const [at, name] of names.entries()) {
      const role = at === 0 ? 'button' : 'menuitem'
      const thing = page.getByRole(role, { name, exact: typeof name === 'string' }).first()
      await thing.focus()
      await keys.press('Enter')
      await opened().waitFor()
    }
    if (names.length > 1) await page.getByRole('dialog').waitFor()
    await judge(`${address} ${names.join(' › ')}`)
    await close(`${address} ${names.join(' › ')}`)
  }
  const more = 'More acts on this run'
  const decidedRun = `/runs/${decided}`
  for (const act of [
    'Write a note …',
    'Skip a step …',
    'Go on from another step …',
    'Correct a result …',
    'Move to another version …',
    'Cancel run …',
  ]) {
    await open(decidedRun, more, act)
  }
  await open(decidedRun, more)
  await open(decidedRun, 'Pause run')
  const at = `/runs/${run}`
  await open(at, 'Raise exception')
  await open(at, 'Raise exception', 'The item is lost')
  await open(at, 'Hand over')
  for (const act of ['Hand over to …', 'Invite a guest …', 'Skip step …']) await open(at, 'Hand over', act)
  await open('/inbox', /account of|^BA/)
  for (const act of [/away|absence|out of/i, /profile|name/i, /password/i]) await open('/inbox', /account of|^BA/, act)
  await open('/inbox', /^Search/)
  await open('/inbox', 'Keyboard shortcuts')
  await open('/inbox', /^Notices/)
  await open('/runs', 'Start a run')
  await open('/procedures/returns', 'Start a run')

  // The list of people below the field stands within the dialog.
  await page.goto(`${installation.url}${at}`)
  await page.getByRole('button', { name: 'Hand over' }).click()
  await page.getByRole('menuitem', { name: 'Hand over to …' }).click()
  await page.getByRole('combobox', { name: 'To whom' }).fill('A')
  await page.getByRole('option', { name: 'Ana Lima' }).waitFor()
  await judge('the list of people', ['region'])
  expect(found, found.join('\n')).toEqual([])
})

scene('axe finds nothing serious in what the owner opens', { timeout: 300_000 }, async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const page = await stage.sit(ana, '/settings/people')
  const found: string[] = []
  const open = async (address: string, name: string | RegExp) => {
    await page.goto(`${installation.url}${address}`)
    await page
      .getByRole('button', { name, exact: typeof name === 'string' })
      .first()
      .click()
    await page.locator('[role=dialog]:visible, [role=menu]:visible').last().waitFor()
    for (const fault of await serious(page)) found.push(`${address} ${name}\n    ${fault}`)
    await page.keyboard.press('Escape')
  }
  const lea = await installation.again('lea')
  const hers = await stage.sit(lea, '/inbox?scope=roles')
  await hers.getByRole('button', { name: 'Refuse' }).click()
  await hers.getByRole('dialog').waitFor()
  for (const fault of await serious(hers)) found.push(`Refuse\n    ${fault}`)
  await open('/settings/people', 'Add a person')
  await open('/settings/people', 'Change Bob Agent')
  await open('/settings/teams', 'Add a team')
  await open('/settings/tokens', 'Make a token')
  await open('/settings/dispatch', 'Stop dispatch …')
  await open('/ledger', 'More')
  await open('/procedures/returns', /^More/)
  expect(found, found.join('\n')).toEqual([])
})
