/** How the app looks to this person on this device: scheme, contrast and density, kept in the browser. */
import { useSyncExternalStore } from 'react'

export type Scheme = 'auto' | 'light' | 'dark'
export type Contrast = 'auto' | 'normal' | 'high'
export type Density = 'comfortable' | 'compact'
export interface Appearance {
  scheme: Scheme
  contrast: Contrast
  density: Density
}

const PLACE = 'understudy.appearance'
const listeners = new Set<() => void>()
let current = read()

/** Anything unknown in the store counts as "as the system has it". */
export function parseAppearance(text: string | null): Appearance {
  const fallback: Appearance = { scheme: 'auto', contrast: 'auto', density: 'comfortable' }
  if (!text) return fallback
  try {
    const stored = JSON.parse(text) as Partial<Appearance>
    return {
      scheme: stored.scheme === 'light' || stored.scheme === 'dark' ? stored.scheme : 'auto',
      contrast: stored.contrast === 'normal' || stored.contrast === 'high' ? stored.contrast : 'auto',
      density: stored.density === 'compact' ? 'compact' : 'comfortable',
    }
  } catch {
    return fallback
  }
}

function read(): Appearance {
  try {
    return parseAppearance(localStorage.getItem(PLACE))
  } catch {
    return parseAppearance(null)
  }
}

/** Sets contrast and density on the page; the scheme is set by Mantine's provider. */
export function applyAppearance(appearance: Appearance = current): void {
  const more = window.matchMedia?.('(prefers-contrast: more)').matches ?? false
  const high = appearance.contrast === 'high' || (appearance.contrast === 'auto' && more)
  document.documentElement.dataset.contrast = high ? 'high' : 'normal'
  document.documentElement.dataset.density = appearance.density
}

export function setAppearance(change: Partial<Appearance>): void {
  current = { ...current, ...change }
  try {
    localStorage.setItem(PLACE, JSON.stringify(current))
  } catch {
    // A browser that keeps nothing still shows the choice until the page is left.
  }
  applyAppearance()
  for (const listener of listeners) listener()
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}
