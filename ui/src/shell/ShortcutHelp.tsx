/** The list of shortcuts that hold on this page; `?` or the keyboard button opens it. */
import { lazy, Suspense, useEffect, useState } from 'react'
import { words } from '../words/en/shell'
import { SHORTCUT_HELP_EVENT, useShortcuts } from './shortcuts'

const ShortcutList = lazy(async () => ({ default: (await import('./ShortcutList')).ShortcutList }))

export function ShortcutHelp() {
  const [opened, setOpened] = useState<boolean>()
  useShortcuts([{ key: '?', words: words.help, run: () => setOpened(true) }])
  useEffect(() => {
    const open = () => setOpened(true)
    window.addEventListener(SHORTCUT_HELP_EVENT, open)
    return () => window.removeEventListener(SHORTCUT_HELP_EVENT, open)
  }, [])
  return (
    <Suspense>{opened !== undefined && <ShortcutList opened={opened} onClose={() => setOpened(false)} />}</Suspense>
  )
}
