/** The whole way from signing in to the last completed task without a mouse. */
import { expect } from 'vitest'
import { RETURNS } from './stage/procedures'
import { PASSWORD, scene } from './stage/scene'

scene('a day in the inbox by the keyboard alone', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  await ana.api.publish(RETURNS)
  for (const order of ['ORD-1', 'ORD-2', 'ORD-3']) await bob.api.start('returns', { order_id: order })

  const page = await stage.sit(undefined, '/inbox?scope=roles')
  const keys = page.keyboard
  await page.getByLabel('Name', { exact: true }).waitFor()
  // The first field has the focus already.
  await keys.type('bob')
  await keys.press('Tab')
  await keys.type(PASSWORD)
  await keys.press('Enter')
  const open = page.getByRole('article')
  await open.getByRole('heading', { name: /Inspect ORD-/ }).waitFor()
  const title = () => open.getByRole('heading', { name: /Inspect ORD-/ }).textContent()

  const first = await title()
  await keys.press('j')
  await expect.poll(title).not.toBe(first)
  await keys.press('k')
  await expect.poll(title).toBe(first)
  await keys.press('x')
  await page.getByText('1 selected').waitFor()
  await keys.press('x')
  await page.getByText('1 selected').waitFor({ state: 'detached' })

  await keys.press('Enter')
  const focused = () => page.evaluate(() => document.activeElement?.tagName)
  await expect.poll(focused).toBe('INPUT')
  await keys.type('7.50')
  await keys.press('ControlOrMeta+Enter')
  await expect.poll(async () => (await bob.api.get('/tasks?scope=roles')).items.length).toBe(2)

  // Out of the form; then the list of what the keys do, and back.
  await keys.press('Escape')
  await keys.press('?')
  const help = page.getByRole('dialog')
  await help.getByText('Next task').waitFor()
  await keys.press('Escape')
  await help.waitFor({ state: 'detached' })
})

scene(
  'every stop of the Tab key can be seen, and a dialog keeps and gives back the focus',
  async ({ installation, stage }) => {
    const bob = await installation.again('bob')
    const page = await stage.sit(bob, '/inbox?scope=roles')
    await page.getByRole('article').waitFor()
    const stops = new Set<string>()
    for (let n = 0; n < 60; n++) {
      await page.keyboard.press('Tab')
      const stop = await page.evaluate(() => {
        const at = document.activeElement
        if (!at || at === document.body) return undefined
        const box = at.getBoundingClientRect()
        const style = getComputedStyle(at)
        const ring = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || style.borderColor !== 'rgb(0, 0, 0)'
        const name = at.getAttribute('aria-label') ?? at.textContent?.trim() ?? ''
        return { name: `${at.tagName} ${name.slice(0, 40)}`, seen: box.width > 0 && box.height > 0, ring }
      })
      if (!stop) continue
      stops.add(stop.name)
      expect(stop.seen, `${stop.name} has the focus and is not seen`).toBe(true)
      expect(stop.ring, `${stop.name} has the focus and does not show it`).toBe(true)
    }
    expect([...stops].some((name) => name.includes('Complete step'))).toBe(true)

    const more = page.getByRole('button', { name: 'Raise exception' })
    await more.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'The item is lost' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    for (let n = 0; n < 12; n++) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => !!document.activeElement?.closest('[role=dialog]'))).toBe(true)
    }
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  },
)
