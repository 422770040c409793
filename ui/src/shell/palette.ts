/** Opens the command palette from anywhere. The palette itself listens for this event (and for ⌘K / Ctrl-K). */
export const PALETTE_EVENT = 'understudy:palette'
export const openPalette = (): void => {
  window.dispatchEvent(new CustomEvent(PALETTE_EVENT))
}
