/** The dialog of the shortcuts: loaded when it is asked for. */
import { Kbd, Modal } from '@mantine/core'
import { words } from '../words/en/shell'
import classes from './ShortcutHelp.module.css'
import { showKeys, useHeldShortcuts } from './shortcuts'

export function ShortcutList({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const shortcuts = useHeldShortcuts()
  return (
    <Modal opened={opened} onClose={onClose} title={words.help} closeButtonProps={{ 'aria-label': words.close }}>
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
