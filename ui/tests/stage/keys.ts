/** Hands that have no mouse. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** What has the focus, by the name that a screen reader says. */
export async function focused(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const at = document.activeElement
    if (!at || at === document.body) return ''
    const typed = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement
    const labels = typed || at instanceof HTMLSelectElement ? at.labels : undefined
    const label = [...(labels ?? [])].map((each) => each.textContent).join(' ')
    return (at.getAttribute('aria-label') ?? (label || at.textContent) ?? '').trim().replaceAll(/\s+/g, ' ')
  })
}

/** Waits until the focus is on what is named: a dialog takes it a moment after it is seen. */
export async function focusOn(page: Page, name: RegExp): Promise<void> {
  await expect.poll(() => focused(page)).toMatch(name)
}

/** Presses Tab until what is named has the focus; fails where it never does. */
export async function tabTo(page: Page, name: RegExp, most = 90): Promise<void> {
  const met: string[] = []
  for (let n = 0; n < most; n++) {
    await page.keyboard.press('Tab')
    const at = await focused(page)
    if (name.test(at)) return
    met.push(at.slice(0, 30))
  }
  throw new Error(`Tab never came to ${name}, but to ${[...new Set(met)].join(' | ')}`)
}

/** Goes down an open menu with the arrow keys to the entry of that name, and takes it. */
export async function pick(page: Page, entry: string, most = 20): Promise<void> {
  await page.getByRole('menuitem', { name: entry, exact: true }).waitFor()
  // An open menu takes the focus a moment after it is seen.
  await page.locator('[role=menuitem]:focus').waitFor()
  for (let n = 0; n < most; n++) {
    if ((await focused(page)) === entry) {
      await page.keyboard.press('Enter')
      return await page.getByRole('menu').waitFor({ state: 'detached' })
    }
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`the arrow keys never came to ${entry}, but to ${await focused(page)}`)
}
