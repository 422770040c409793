/** ⌘K or Ctrl-K: everything by its name. */
import { Modal } from '@mantine/core'
import { lazy, Suspense, useEffect, useState } from 'react'
import { PALETTE_EVENT } from '../shell/palette'
import { useShortcuts } from '../shell/shortcuts'
import { words } from '../words/en/palette'
import { PaletteBody } from './PaletteBody'
import classes from './palette.module.css'

/** The form's code comes when it is needed; the palette is on every page. */
const StartDialog = lazy(async () => ({ default: (await import('../procedure/start/StartDialog')).StartDialog }))

export function Palette() {
  const [opened, setOpened] = useState(false)
  const [starting, setStarting] = useState<{ id: string; title: string }>()
  useShortcuts([{ key: 'mod+k', words: words.open, run: () => setOpened(!opened) }])
  useEffect(() => {
    const open = () => setOpened(true)
    window.addEventListener(PALETTE_EVENT, open)
    return () => window.removeEventListener(PALETTE_EVENT, open)
  }, [])
  return (
    <>
      <Modal.Root opened={opened} onClose={() => setOpened(false)} yOffset="12vh" size={620}>
        <Modal.Overlay />
        <Modal.Content aria-label={words.title} className={classes.content}>
          <Modal.Body p={0}>
            <PaletteBody onClose={() => setOpened(false)} onStart={setStarting} />
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
      {starting && (
        <Suspense>
          <StartDialog id={starting.id} title={starting.title} onClose={() => setStarting(undefined)} />
        </Suspense>
      )}
    </>
  )
}
