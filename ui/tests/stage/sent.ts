/** What the page sends: the browser's own tools do not show the body of a request that was made from a stream. */
import type { Page } from 'playwright-core'

/** From now on, what is posted. Gives back how to ask for what was posted last to an address that ends so. */
export async function listen(page: Page) {
  await page.evaluate(() => {
    const posted: Record<string, string> = {}
    Object.assign(window, { posted })
    const send = window.fetch
    window.fetch = async (input, init) => {
      if (input instanceof Request && input.method === 'POST') posted[input.url] = await input.clone().text()
      return await send(input, init)
    }
  })
  return async (end: string) => {
    const posted: Record<string, string> = await page.evaluate(() => Object(window).posted)
    const url = Object.keys(posted).find((each) => each.endsWith(end))
    return url === undefined ? undefined : JSON.parse(posted[url] ?? 'null')
  }
}
