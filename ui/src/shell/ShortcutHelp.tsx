/** The list of shortcuts that hold on this page; `?` or the keyboard button opens it. */
import { Kbd, Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { words } from '../words/en/shell'
import classes from './ShortcutHelp.module.css'
import { SHORTCUT_HELP_EVENT, showKeys, useHeldShortcuts, useShortcuts } from './shortcuts'

export function ShortcutHelp() {
  const [opened, setOpened] = useState(false)
  const shortcuts = useHeldShortcuts()
  useShortcuts([{ key: '?', words: words.help, run: () => setOpened(true) }])
  useEffect(() => {
    const open = () => setOpened(true)
    window.addEventListener(SHORTCUT_HELP_EVENT, open)
    return () => window.removeEventListener(SHORTCUT_HELP_EVENT, open)
  }, [])
  return (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      title={words.help}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <dl className={classes.list}>
        {shortcuts.map((shortcut) => (
          <div key={shortcut.key + shortcut.words} className={classes.row}>
            <dt>
              <Kbd>{showKeys(shortcut.key)}</Kbd>
            </dt>
            <dd>{shortcut.words}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
