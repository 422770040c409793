/**
 * Keyboard shortcuts. A page names its keys with `useShortcuts`; they rest while someone types, and the help lists
 * what holds right now.
 */
import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface Shortcut {
  /** As `KeyboardEvent.key` has it; with `mod+` for ⌘ or Ctrl. */
  key: string
  words: string
  run: () => void
}

const apple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')

/** A key as the keyboard of this device has it. */
export function showKeys(key: string, onApple = apple): string {
  const name = key.replace('mod+', '')
  const shown = name.length === 1 && name !== key ? name.toUpperCase() : name
  const mod = name === key ? '' : onApple ? '⌘' : 'Ctrl '
  return mod + shown.replace('Enter', '↵').replace('Escape', 'Esc')
}

const held = new Set<{ current: Shortcut[] }>()
const listeners = new Set<() => void>()
let listed: Shortcut[] = []

function changed(): void {
  listed = [...held].flatMap((set) => set.current)
  for (const listener of listeners) listener()
}

/** Where letters belong to the text and not to us. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/** Whether the focus sits on something for which Enter or Space already mean something. */
const acts = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  !!target.closest('button, a[href], input, select, summary, [role="menu"], [role="dialog"]')

export function matches(shortcut: Pick<Shortcut, 'key'>, event: KeyboardEvent): boolean {
  const mod = shortcut.key.startsWith('mod+')
  const key = mod ? shortcut.key.slice(4) : shortcut.key
  if (mod !== (event.metaKey || event.ctrlKey) || event.altKey) return false
  // With a modifier, caps lock changes nothing of what is meant.
  return mod ? event.key.toLowerCase() === key.toLowerCase() : event.key === key
}

export function handleKey(event: KeyboardEvent, shortcuts: Shortcut[]): Shortcut | undefined {
  if (event.defaultPrevented) return undefined
  return shortcuts.find((shortcut) => {
    if (!matches(shortcut, event)) return false
    if (shortcut.key.startsWith('mod+')) return true
    if (isTyping(event.target)) return false
    return !((event.key === 'Enter' || event.key === ' ') && acts(event.target))
  })
}

export function useShortcuts(shortcuts: Shortcut[]): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const names = shortcuts.map((s) => s.key).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is told anew when its keys change
  useEffect(() => {
    held.add(latest)
    changed()
    const onKey = (event: KeyboardEvent) => {
      const found = handleKey(event, latest.current)
      if (!found) return
      event.preventDefault()
      const before = document.activeElement
      found.run()
      // Who moves on in a list means its row with the next Enter, not the link that the focus was left on.
      if ('jk'.includes(found.key) && document.activeElement === before && before instanceof HTMLElement) before.blur()
    }
    window.addEventListener('keydown', onKey)
    return () => {
      held.delete(latest)
      changed()
      window.removeEventListener('keydown', onKey)
    }
  }, [names])
}

/** What the help shows: every shortcut that holds now. */
export function useHeldShortcuts(): Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => listed,
  )
}

export const SHORTCUT_HELP_EVENT = 'understudy:shortcuts'
export const openShortcutHelp = (): void => {
  window.dispatchEvent(new CustomEvent(SHORTCUT_HELP_EVENT))
}
