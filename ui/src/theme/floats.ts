import { words } from '../words/en/shell'

/**
 * Where menus, lists of choices and dialogs appear: Mantine takes the element with this mark. A landmark, so that screen
 * readers find what floats; it is not there while it is empty (`base.css`).
 */
export function floatsHere(page: Document = document): void {
  const place = page.createElement('div')
  place.setAttribute('data-mantine-shared-portal-node', 'true')
  place.setAttribute('data-portal', 'true')
  place.setAttribute('role', 'region')
  place.setAttribute('aria-label', words.floats)
  page.body.append(place)
}
