/** Somebody from outside does the one task of the link, and can open nothing else. */
import { expect } from 'vitest'
import { until } from './stage/api'
import { MEASURE } from './stage/procedures'
import { scene } from './stage/scene'

scene('a guest does the one task of the link, and the link opens nothing else', async ({ installation, stage }) => {
  const ana = await installation.owner()
  const bob = await installation.person(ana, 'bob', { name: 'Bob Agent', roles: ['agent'] })
  await ana.api.publish(MEASURE)
  const run = await bob.api.start('measure', { house: 'Elm Street 5', secret_margin: 'forty percent' })

  const his = await stage.sit(bob, `/runs/${run}`)
  await his.getByRole('button', { name: 'Hand over' }).click()
  await his.getByRole('menuitem', { name: 'Invite a guest …' }).click()
  const dialog = his.getByRole('dialog')
  await dialog.getByLabel('Their name').fill('Gil Glazier')
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  const link = await dialog.getByLabel('Link for Gil Glazier').inputValue()
  expect(link).toMatch(/\/guest#\S+$/)

  // A mail scanner opens it, with GET and HEAD, with and without what follows the sign.
  for (const method of ['GET', 'HEAD']) {
    for (const address of [link, link.replace('#', '?secret='), link.replace('#', '/')])
      await fetch(address, { method })
  }
  expect((await bob.api.tasks(run)).map(({ step }) => step)).toEqual(['take-measure'])

  const page = await stage.sit(undefined, link)
  await page.getByRole('heading', { name: 'Measure the window of Elm Street 5' }).waitFor()
  expect(await page.getByText('forty percent').count()).toBe(0)
  expect(await page.context().cookies()).toEqual([])
  await page.getByLabel(/^Width/).fill('0')
  await page.getByRole('button', { name: 'Send' }).click()
  await page
    .getByText(/At least 1/)
    .first()
    .waitFor()
  await page.getByLabel(/^Width/).fill('812')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('Thank you, it is sent').waitFor()

  // He sees it arrive; the journal names the guest.
  await his.keyboard.press('Escape')
  await his.getByRole('heading', { name: 'Make the offer' }).waitFor()
  await his
    .getByText(/Gil Glazier/)
    .first()
    .waitFor()

  // The link is over, and its secret opens no other door.
  const again = await stage.sit(undefined, link)
  await again.getByText('There is nothing left to do').waitFor()
  await again.getByText('Bob Agent can tell you more.', { exact: false }).waitFor()
  const secret = link.split('#')[1] ?? ''
  const doors = [
    '/tasks',
    '/runs',
    `/runs/${run}`,
    `/runs/${run}/tasks/2`,
    '/people',
    '/procedures',
    '/ledger',
    '/session',
  ]
  for (const door of doors) {
    const keys: Record<string, string>[] = [{ Authorization: `Bearer ${secret}` }, { Cookie: `understudy=${secret}` }]
    for (const headers of keys) {
      const answer = await installation.nobody().send('GET', door, { headers })
      expect(answer.status, door).toBe(401)
    }
  }
  const inside = await stage.sit(undefined, `/runs/${run}`)
  await inside.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
})

scene(
  'a link that ended says why to whoever holds it, and a stranger learns nothing',
  async ({ installation, stage }) => {
    const bob = await installation.again('bob')
    const run = await bob.api.start('measure', { house: 'Oak Street 1' })
    const made = await bob.api.post(`/runs/${run}/tasks/1/guest`, { name: 'Gil', expires_in: 3600 })
    const { items } = await bob.api.get('/guests')
    const own = items.find((guest: { run: string }) => guest.run === run)
    await bob.api.ask('DELETE', `/guests/${own.id}`)
    const page = await stage.sit(undefined, made.link)
    await page.getByText('This link was taken back').waitFor()
    await page.getByText('Ask Bob Agent whether', { exact: false }).waitFor()

    const short = await bob.api.post(`/runs/${run}/tasks/1/guest`, { name: 'Gil', expires_in: 1 })
    const link = short.link.split('#')[1]
    const over = await until('the end of its second', async () => {
      const answer = await installation.nobody().send('POST', '/guest/task', { body: { secret: link } })
      return answer.status === 410 && answer.body.code
    })
    expect(over).toBe('link-expired')
    const late = await stage.sit(undefined, short.link)
    await late.getByText('Too late for this link').waitFor()
    await late.getByText('Ask Bob Agent for a new one.', { exact: false }).waitFor()

    const forged = await stage.sit(undefined, made.link.slice(0, -6).concat('000000'))
    await forged.getByText('This link opens nothing any more').waitFor()
    expect(await forged.getByText('Bob').count()).toBe(0)
  },
)

scene(
  'a guest brings a picture, on a telephone, and a file that does not fit is refused',
  async ({ installation, stage }) => {
    const ana = await installation.again('ana')
    const bob = await installation.again('bob')
    const photographed = MEASURE.replace('id: measure\n', 'id: photograph\n')
      .replace('price: {', "photo: {type: file, accept: ['image/*'], title: Photo}\n  price: {")
      .replace('collect: [width]', 'collect: [width, photo]')
    await ana.api.publish(photographed)
    const run = await bob.api.start('photograph', { house: 'Elm Street 5' })
    const { link } = await bob.api.post(`/runs/${run}/tasks/1/guest`, { name: 'Gil Glazier', expires_in: 3600 })
    const page = await stage.sit(undefined, link, { viewport: { width: 390, height: 844 }, hasTouch: true })
    await page.getByLabel(/^Width/).fill('812')
    const file = page.locator('input[type=file]').last()
    await file.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('812') })
    await page.getByText('This field takes image/*.').waitFor()
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
    await file.setInputFiles({ name: 'window.png', mimeType: 'image/png', buffer: Buffer.from(pixel, 'base64') })
    await page.getByAltText('window.png').waitFor()
    // What was brought survives a reload.
    await page.reload()
    await page.getByText('window.png').waitFor()
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Thank you, it is sent').waitFor()
    const { data } = await bob.api.get(`/runs/${run}`)
    const photo = data.find(({ name }: { name: string }) => name === 'photo').value
    expect(photo).toMatchObject({ name: 'window.png', media_type: 'image/png' })
    const kept = await bob.api.send('GET', `/runs/${run}/attachments/${photo.sha256}`)
    expect(kept.status).toBe(200)
  },
)
