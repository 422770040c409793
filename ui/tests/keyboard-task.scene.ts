/** Work without a mouse: the guest's page, what a machine proposes, and everything that is done with a task. */
import type { FileChooser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { until } from './stage/api'
import { focusOn, pick, tabTo } from './stage/keys'
import { MEASURE, PROPOSED, RETURNS } from './stage/procedures'
import { scene } from './stage/scene'

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

/** Presses Enter on what has the focus, and gives the file that is asked for. Heard from early on, or not at all. */
function attaching(page: Page) {
  const asked: FileChooser[] = []
  page.on('filechooser', (chooser) => asked.push(chooser))
  return async (name: string, mimeType: string) => {
    await page.keyboard.press('Enter')
    await expect.poll(() => asked.length).toBe(1)
    await asked.pop()?.setFiles({ name, mimeType, buffer: Buffer.from(PIXEL, 'base64') })
  }
}

/** Opens what a button opens, and waits for it. */
async function press(page: Page, name: RegExp, opens: 'dialog' | 'menu'): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press('Enter')
  await page.getByRole(opens).waitFor()
}

const gone = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' })

scene('a guest fills in the form, brings a picture and sends it', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  const photographed = MEASURE.replace('price: {', "photo: {type: file, accept: ['image/*'], title: Photo}\n  price: {")
  await ana.api.publish(photographed.replace('collect: [width]', 'collect: [width, photo]'))
  const run = await bob.api.start('measure', { house: 'Elm Street 5' })
  const { link } = await bob.api.post(`/runs/${run}/tasks/1/guest`, { name: 'Gil Glazier', expires_in: 3600 })
  const page = await stage.sit(undefined, link)
  const attach = attaching(page)
  const keys = page.keyboard
  await page.getByRole('heading', { name: 'Measure the window of Elm Street 5' }).waitFor()

  // Sent too early: the list of what is missing has the focus, and leads to the field.
  await tabTo(page, /^Width/)
  await keys.type('0')
  await keys.press('Enter')
  await page.getByRole('alert').first().waitFor()
  await tabTo(page, /^Width/)
  await keys.press('Enter')
  await focusOn(page, /^Width/)
  await keys.press('ControlOrMeta+a')
  await keys.type('812')

  // The focus stays with the field while its buttons change.
  await tabTo(page, /^Choose a file/)
  await attach('notes.txt', 'text/plain')
  await page.getByText('This field takes image/*.').waitFor()
  await focusOn(page, /^Choose a file/)
  await attach('window.png', 'image/png')
  await focusOn(page, /^Remove window\.png/)
  await keys.press('Enter')
  await focusOn(page, /^Choose a file/)
  await attach('window.png', 'image/png')
  await focusOn(page, /^Remove window\.png/)
  await tabTo(page, /^Send$/)
  await keys.press('Enter')
  await page.getByText('Thank you, it is sent').waitFor()
  expect((await bob.api.tasks(run)).map(({ step }) => step)).toEqual(['make-offer'])
})

scene('a request is edited and approved, then a way is chosen', async ({ installation, stage }) => {
  const ana = await installation.again('ana')
  const bob = await installation.again('bob')
  const lea = await installation.person(ana, 'lea', { name: 'Lea Lead', roles: ['lead'] })
  await ana.api.publish(PROPOSED)
  const run = await bob.api.start('proposed', { order_id: 'ORD-1' })
  const page = await stage.sit(lea, `/runs/${run}`)
  const keys = page.keyboard
  await page.getByRole('region', { name: 'What will be done' }).waitFor()

  await tabTo(page, /^Edit the arguments$/)
  await keys.press('Enter')
  // The same button takes it back: it keeps the focus.
  await focusOn(page, /^Keep the arguments|as they/)
  await keys.press('Enter')
  await focusOn(page, /^Edit the arguments$/)
  await keys.press('Enter')
  await page.getByLabel('urgent').waitFor()
  await keys.press('Shift+Tab')
  await focusOn(page, /^urgent$/)
  await keys.press('ControlOrMeta+a')
  await keys.type('tru')
  await keys.press('ControlOrMeta+Enter')
  await page.getByText('urgent is not valid JSON', { exact: false }).waitFor()
  await focusOn(page, /^urgent$/)
  await keys.type('e')
  await tabTo(page, /^Approve shop\.replace as edited$/)
  await keys.press('Enter')

  await page.getByRole('heading', { name: 'Which way it goes' }).waitFor()
  await tabTo(page, /^(By courier|Otherwise)/i)
  const courier = page.getByRole('radio', { name: 'By courier' })
  if (!(await courier.evaluate((radio) => radio === document.activeElement))) await keys.press('ArrowUp')
  await keys.press('Space')
  await expect.poll(() => courier.isChecked()).toBe(true)
  await tabTo(page, /^Go on this way|^Choose/)
  await keys.press('Enter')
  await until('the way that was chosen', async () => {
    const { data } = await lea.api.get(`/runs/${run}`)
    return data.find(({ name }: { name: string }) => name === 'way')?.value === 'courier'
  })
})

scene('a request is refused with its reason', async ({ installation, stage }) => {
  const bob = await installation.again('bob')
  const lea = await installation.again('lea')
  await bob.api.start('proposed', { order_id: 'ORD-2' })
  const page = await stage.sit(lea, '/inbox?scope=roles&q=ORD-2')
  await page.getByRole('heading', { name: 'Send a new one' }).waitFor()
  await press(page, /^Refuse$/, 'dialog')
  await focusOn(page, /^Why is it refused/)
  await page.keyboard.type('We have none left.')
  await tabTo(page, /^Refuse$/)
  await page.keyboard.press('Enter')
  await page.getByText('Refused: Send a new one').waitFor()
  await gone(page)
})

scene(
  'a task is claimed, given back, given to a guest, raised, and handed to somebody',
  async ({ installation, stage }) => {
    const ana = await installation.again('ana')
    const bob = await installation.again('bob')
    const lea = await installation.again('lea')
    await ana.api.publish(RETURNS)
    const run = await bob.api.start('returns', { order_id: 'ORD-3' })
    const page = await stage.sit(bob, '/inbox?scope=all&q=ORD-3')
    const keys = page.keyboard
    const task = page.getByRole('article')
    await task.getByRole('heading', { name: 'Inspect ORD-3' }).waitFor()

    await press(page, /^Hand over$/, 'menu')
    await pick(page, 'Claim task')
    await task.getByText('Claimed by Bob Agent').waitFor()
    await focusOn(page, /^Hand over$/)
    await keys.press('Enter')
    await pick(page, 'Give it back to everyone')
    await task.getByText('Claimed by Bob Agent').waitFor({ state: 'detached' })
    await focusOn(page, /^Hand over$/)

    await keys.press('Enter')
    await pick(page, 'Invite a guest …')
    await focusOn(page, /^Their name/)
    await keys.type('Gil Glazier')
    await keys.press('Enter')
    await page.getByLabel('Link for Gil Glazier').waitFor()
    expect(await page.evaluate(() => !!document.activeElement?.closest('[role=dialog]'))).toBe(true)
    await tabTo(page, /^Copy/)
    await keys.press('Escape')
    await gone(page)
    await focusOn(page, /^Hand over$/)

    await press(page, /^Raise exception$/, 'menu')
    await pick(page, 'Something else')
    await focusOn(page, /^Tell what you found/)
    await keys.type('It smells of gas.')
    await tabTo(page, /^Raise exception$/)
    await keys.press('Enter')
    await gone(page)

    // Its owner settles it, and hands the task that comes back to him by name.
    const hers = await stage.sit(lea, `/runs/${run}`)
    await hers.getByText('It smells of gas.').first().waitFor()
    await tabTo(hers, /^Try again what failed|^(Go on|Skip|End)/)
    await hers.keyboard.press('Space')
    await tabTo(hers, /^Why/)
    await hers.keyboard.type('It was aired.')
    await tabTo(hers, /^Settle exception$/)
    await hers.keyboard.press('Enter')
    // What is settled has the title of its step: the task that comes back is told by its acts.
    await hers.getByRole('button', { name: 'Settle exception' }).waitFor({ state: 'detached' })
    await hers.getByRole('button', { name: 'Hand over' }).waitFor()
    await press(hers, /^Hand over$/, 'menu')
    await pick(hers, 'Hand over to …')
    await focusOn(hers, /^To whom/)
    await hers.keyboard.type('Bob')
    await hers.getByRole('option', { name: 'Bob Agent' }).waitFor()
    await hers.keyboard.press('ArrowDown')
    await hers.keyboard.press('Enter')
    await tabTo(hers, /^Why$/)
    await hers.keyboard.type('He knows the house.')
    await tabTo(hers, /^Hand over$/)
    await hers.keyboard.press('Enter')
    await gone(hers)
    await until('his task', async () => (await ana.api.get(`/runs/${run}`)).tasks[0]?.assignee?.id === 'bob')
  },
)
