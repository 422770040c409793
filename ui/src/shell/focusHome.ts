/**
 * Where the focus goes when a dialog or menu is gone: back to what it was opened from; where that is gone too, to the
 * page, so that the next Tab does not begin at the top of the window.
 *
 * A dialog that is drawn open from the beginning does not know who had the focus before it, and one that is opened from
 * a menu would remember an entry that is no longer there. So it is remembered here, once for all of them.
 */
import { useEffect } from 'react'

const FLOATING = '[role="dialog"], [role="menu"], [role="listbox"], [data-portal]'

/** Mantine draws every floating layer into nodes like this one. */
const SHARED = '[data-mantine-shared-portal-node]'

const nobodyHasIt = () => !document.activeElement || document.activeElement === document.body

export function useFocusHome(): void {
  useEffect(() => {
    let home: HTMLElement | undefined
    let last: HTMLElement | undefined
    let waiting = -1
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return
      last = target
      if (!target.closest(FLOATING)) home = target
    }
    const goHome = () => {
      if (!nobodyHasIt() || document.querySelector('[role="dialog"], [role="menu"]')) return
      const place = home?.isConnected ? home : document.getElementById('content')
      place?.focus({ preventScroll: true })
    }
    const layers = new MutationObserver((changes) => {
      for (const node of document.querySelectorAll(SHARED)) layers.observe(node, { childList: true })
      if (!changes.some(({ removedNodes }) => removedNodes.length > 0)) return
      window.clearTimeout(waiting)
      // Whoever closed it may give the focus to something better first.
      waiting = window.setTimeout(goHome, 30)
    })
    layers.observe(document.body, { childList: true })
    for (const node of document.querySelectorAll(SHARED)) layers.observe(node, { childList: true })
    // A button rests while what it asked for is under way, and the browser takes the focus from whoever rests.
    const resting = new MutationObserver((changes) => {
      if (nobodyHasIt() && last?.isConnected && changes.some(({ target }) => target === last))
        last.focus({ preventScroll: true })
    })
    resting.observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-loading'] })
    document.addEventListener('focusin', remember)
    return () => {
      window.clearTimeout(waiting)
      layers.disconnect()
      resting.disconnect()
      document.removeEventListener('focusin', remember)
    }
  }, [])
}
