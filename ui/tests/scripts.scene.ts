/** Script in every text that somebody can write, and in the name and content of a file: shown as text, never run. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Person, scene } from './stage/scene'

/** Each notes that it ran, and opens a dialog, which fails the scene by itself. */
const RUN = 'window.executed=1;alert(1)'
const IMAGE = `<img src=x onerror="${RUN}">`
const SCRIPT = `"><script>${RUN}</script>`
const LINK = `[press](javascript:${RUN.replace('(1)', '%281%29')})`
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="${RUN}"><script>${RUN}</script></svg>`

/** As a JSON text, which is a YAML text too. */
const q = JSON.stringify

const SMUGGLED = `procedure: 1
id: smuggled
title: ${q(`Title ${IMAGE}`)}
purpose: ${q(`Purpose ${IMAGE} ${SCRIPT} ${LINK}`)}
owner: lead
review: every 90 days
tags: [${q(`tag ${IMAGE}`)}]
roles:
  agent: ${q(`Agent ${IMAGE}`)}
  lead: {title: ${q(`Lead ${IMAGE}`)}}
data:
  text: {type: string, title: ${q(`Text ${IMAGE}`)}, ask: ${q(`Ask ${SCRIPT}`)}, optional: true}
  choice: {type: string, enum: [${q(`a ${IMAGE}`)}, b], title: Choice}
  file: {type: file, title: ${q(`File ${IMAGE}`)}, optional: true}
triggers: [{manual: {roles: [agent, lead]}}]
steps:
  - id: work
    title: ${q(`Step ${IMAGE} {{ text ?? '' }}`)}
    instructions: ${q(`Do ${IMAGE} ${SCRIPT} ${LINK} **{{ text ?? '' }}** ![x](javascript:${RUN})`)}
    rules: [{must_not: ${q(`Rule ${IMAGE}`)}, because: ${q(`Because ${SCRIPT}`)}}]
    person: {role: agent, collect: [choice, text, file]}
    checks: [{that: choice != 'b', because: ${q(`Check ${IMAGE}`)}}]
  - id: agree
    title: ${q(`Agree ${SCRIPT}`)}
    approve: {by: lead}
exceptions:
  - {id: odd, title: ${q(`Odd ${IMAGE}`)}, then: {end: gone}}
outcomes: {gone: {counts: failure}}
success: [{that: choice != 'b', because: ${q(`Good ${IMAGE}`)}}]
`

/** The address of every screen. */
const screens = (run: string, draft: string) => [
  '/inbox?scope=all',
  '/runs',
  `/runs/${run}`,
  '/procedures',
  '/procedures/smuggled',
  '/procedures/smuggled/diagram',
  '/procedures/smuggled/history',
  '/procedures/smuggled/runs',
  `/drafts/${draft}`,
  '/ledger',
  ...['people', 'teams', 'roles', 'tokens', 'connectors', 'schedules', 'appearance'].map((page) => `/settings/${page}`),
  `/sign-in?next=${encodeURIComponent(`javascript:${RUN}`)}`,
]

async function nothingRan(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    executed: 'executed' in window,
    links: [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href') ?? ''),
    handlers: document.querySelectorAll('[onerror], [onload], [onclick]').length,
  }))
  expect(found.executed, page.url()).toBe(false)
  expect(found.handlers, page.url()).toBe(0)
  expect(found.links.filter((link) => /^\s*(javascript|data|vbscript):/i.test(link))).toEqual([])
}

async function attach(person: Person, name: string, type: string, content: string): Promise<string> {
  const answer = await fetch(`${person.api.url}/api/v1/attachments`, {
    method: 'POST',
    headers: {
      Cookie: person.api.cookie,
      'X-CSRF-Token': person.api.csrf,
      'Content-Type': type,
      'X-File-Name': encodeURIComponent(name),
    },
    body: content,
  })
  expect(answer.status, name).toBeLessThan(300)
  return ((await answer.json()) as { sha256: string }).sha256
}

scene('script in any text is shown as text', async ({ installation, stage }) => {
  const ana = await installation.owner()
  await ana.api.ask('PATCH', '/me', { name: `Ana ${IMAGE}` })
  const bob = await installation.person(ana, 'bob', { name: `Bob ${IMAGE}`, roles: ['agent', 'lead'] })
  await ana.api.ask('PUT', '/teams/odd', { name: `Team ${IMAGE}`, members: ['bob'], roles: [] })
  await ana.api.publish(SMUGGLED)
  const draft = await ana.api.post('/drafts', { text: SMUGGLED.replace('id: smuggled', 'id: smuggled-again') })
  const run = await bob.api.start('smuggled', { text: `Value ${IMAGE} ${SCRIPT} ${LINK}` })
  await bob.api.post(`/runs/${run}/note`, { text: `Note ${IMAGE} ${SCRIPT}` })

  // A file whose name and content are script, taken in by the form.
  const page = await stage.sit(bob, `/runs/${run}`)
  const picker = page.locator('input[type=file]').first()
  await picker.waitFor({ state: 'attached' })
  await picker.setInputFiles({ name: `${IMAGE}.svg`, mimeType: 'image/svg+xml', buffer: Buffer.from(SVG) })
  await page.getByText('onerror', { exact: false }).first().waitFor()
  await page.getByLabel(/^a </).check()
  await page.getByRole('button', { name: 'Complete step' }).click()
  await page.getByRole('heading', { name: /^Agree/ }).waitFor()
  await nothingRan(page)

  const sha256 = await attach(bob, `${IMAGE}.html`, 'text/html', `<script>${RUN}</script>`)
  const second = await bob.api.start('smuggled', { text: 'second' })
  const file = { sha256, name: `${IMAGE}.html`, media_type: 'text/html', size: 43 }
  await bob.api.complete(second, '1', { choice: `a ${IMAGE}`, file })
  const back = await bob.api.send('GET', `/runs/${second}/attachments/${sha256}`)
  expect(back.status).toBe(200)
  expect(back.headers.get('x-content-type-options')).toBe('nosniff')
  expect(back.headers.get('content-disposition')).toMatch(/^attachment/)
  // An older draft of a form may be kept, so the guest's page comes last.
  const third = await bob.api.start('smuggled', { text: `Guest ${IMAGE}` })
  const guest = await bob.api.post(`/runs/${third}/tasks/1/guest`, { name: `Gil ${IMAGE}`, expires_in: 3600 })

  for (const address of screens(run, draft.id)) {
    const shown = await stage.sit(ana, address)
    await shown.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined)
    await nothingRan(shown)
    await shown.context().close()
  }
  const outside = await stage.sit(undefined, guest.link)
  await outside.getByRole('heading', { name: /^Step/ }).waitFor()
  await nothingRan(outside)
})
