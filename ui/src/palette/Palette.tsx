/** ⌘K or Ctrl-K: everything by its name. Only the key is here; the rest comes when it is pressed first. */
import { lazy, Suspense, useEffect, useState } from 'react'
import { PALETTE_EVENT } from '../shell/palette'
import { useShortcuts } from '../shell/shortcuts'
import { words } from '../words/en/shell'

const PaletteDialog = lazy(async () => ({ default: (await import('./PaletteDialog')).PaletteDialog }))
const StartDialog = lazy(async () => ({ default: (await import('../procedure/start/StartDialog')).StartDialog }))

export function Palette() {
  const [opened, setOpened] = useState<boolean>()
  const [starting, setStarting] = useState<{ id: string; title: string }>()
  useShortcuts([{ key: 'mod+k', words: words.palette, run: () => setOpened(!opened) }])
  useEffect(() => {
    const open = () => setOpened(true)
    window.addEventListener(PALETTE_EVENT, open)
    return () => window.removeEventListener(PALETTE_EVENT, open)
  }, [])
  return (
    <Suspense>
      {opened !== undefined && <PaletteDialog opened={opened} onClose={() => setOpened(false)} onStart={setStarting} />}
      {starting && <StartDialog id={starting.id} title={starting.title} onClose={() => setStarting(undefined)} />}
    </Suspense>
  )
}
