/** What is done on a page before its picture: keys pressed, menus and dialogs opened. */
import type { Page } from 'playwright-core'

export const drawn = async (page: Page) => await page.locator('.react-flow__node').first().waitFor()

export const pressed = (key: string) => async (page: Page) => {
  await page.keyboard.press(key)
  await page.getByRole('dialog').waitFor()
}

/** Clicks through buttons, menu items, tabs and links by their names, one after the other. */
export const clicked =
  (...names: RegExp[]) =>
  async (page: Page) => {
    for (const name of names) {
      const named = (['button', 'menuitem', 'tab', 'radio', 'link', 'option'] as const).map((role) =>
        page.getByRole(role, { name }),
      )
      const [head, ...rest] = named
      if (!head) return
      const segment = page.locator('label', { hasText: name })
      const any = rest.reduce((all, one) => all.or(one), head).or(segment)
      await any.locator('visible=true').first().click()
      await page.waitForTimeout(250)
    }
  }

/** Changes the text of a draft, and asks for its publication. */
export const publishing = async (page: Page) => {
  await page.getByLabel('Text of the procedure').click()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.type('\n# Read again in November.')
  await page.getByText('Draft saved').waitFor()
  await clicked(/Publish version/)(page)
  await page.getByRole('dialog').waitFor()
}

/** Has every hash computed anew, and waits for what comes of it. */
export const verifying = async (page: Page) => {
  await clicked(/Verify the ledger/)(page)
  await page.getByText(/were computed anew/).waitFor()
}

/** As a printer gets it. */
export const printed = async (page: Page) => await page.emulateMedia({ media: 'print', colorScheme: 'light' })
