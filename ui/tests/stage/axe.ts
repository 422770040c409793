/** A window, judged by axe. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What is serious, with where it was found; `also` names rules whose breach always counts. */
export async function serious(page: Page, also: string[] = []): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() =>
    // biome-ignore lint/suspicious/noExplicitAny: put there by the line above
    (window as any).axe.run(document, { resultTypes: ['violations'] }),
  )
  return (violations as axe.Result[])
    .filter(({ id, impact }) => impact === 'serious' || impact === 'critical' || also.includes(id))
    .map(({ id, help, nodes }) => {
      const where = nodes.slice(0, 3).map(({ html, any }) => `\n      ${html.slice(0, 160)}  ${any[0]?.message ?? ''}`)
      return `${id}: ${help}${where.join('')}`
    })
}
