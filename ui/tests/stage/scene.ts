/** What a scene is played with: a house, its owner, people with roles, and windows. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { test } from 'vitest'
import { Api } from './api'
import { House } from './house'
import { launch, Windows } from './screen'

export const PASSWORD = 'kettle drum orchard 41'

/** Somebody with an account, and a session of the API. */
export interface Person {
  id: string
  name: string
  api: Api
}

interface Rights {
  name?: string
  roles?: string[]
  editor?: boolean
  auditor?: boolean
  administrator?: boolean
}

/** An installation, and what one does with it before the scene begins. */
export class Installation {
  constructor(readonly house: House) {}

  get url(): string {
    return this.house.url
  }

  nobody(): Api {
    return new Api(this.url)
  }

  /** Makes the first owner, Ana, by the link that the terminal shows. */
  async owner(): Promise<Person> {
    const api = this.nobody()
    const secret = this.house.setupLink.split('#')[1]
    await api.enter('/setup', { secret, id: 'ana', name: 'Ana Lima', password: PASSWORD })
    return { id: 'ana', name: 'Ana Lima', api }
  }

  /** Adds somebody, who sets a password by the link that the owner passes on. */
  async person(owner: Person, id: string, { name, ...rights }: Rights = {}): Promise<Person> {
    const called = name ?? `${id[0]?.toUpperCase()}${id.slice(1)}`
    await owner.api.post('/people', { id, name: called, ...rights })
    const { link } = await owner.api.post(`/people/${id}/reset`)
    const api = this.nobody()
    await api.enter('/session/reset', { secret: link.split('#')[1], password: PASSWORD })
    return { id, name: called, api }
  }

  /** Somebody who was added in an earlier scene, with a new session. */
  async again(id: string): Promise<Person> {
    const api = this.nobody()
    await api.enter('/session', { name: id, password: PASSWORD })
    return { id, name: (await api.get('/session')).person.name, api }
  }
}

/** The windows of a scene, by who sits before them. */
export class Stage {
  constructor(readonly windows: Windows) {}

  /** Opens a window for somebody who is signed in, or for nobody. */
  async sit(person: Person | undefined, path: string, options?: BrowserContextOptions): Promise<Page> {
    return await this.windows.open(path, person?.api.cookie, options)
  }
}

interface FileFixtures {
  installation: Installation
  browser: Browser
}

export const scene = test.extend<FileFixtures & { stage: Stage }>({
  installation: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads from the pattern what is needed
    async ({}, use) => {
      const house = new House()
      try {
        await house.start()
        await use(new Installation(house))
      } finally {
        await house.close()
      }
    },
    { scope: 'file' },
  ],
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads from the pattern what is needed
    async ({}, use) => {
      const browser = await launch()
      try {
        await use(browser)
      } finally {
        await browser.close()
      }
    },
    { scope: 'file' },
  ],
  stage: async ({ installation, browser, task }, use) => {
    const windows = new Windows(browser, installation.url)
    await use(new Stage(windows))
    const failed = task.result?.state === 'fail'
    if (failed || windows.faults.length > 0) await windows.keep(task.name)
    await windows.close()
    if (windows.faults.length > 0) throw new Error(`the browser complained:\n  ${windows.faults.join('\n  ')}`)
  },
})
