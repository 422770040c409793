/** The right end of every header: search, keyboard help, the person. */
import { ActionIcon, Kbd, UnstyledButton } from '@mantine/core'
import { IconKeyboard, IconSearch } from '@tabler/icons-react'
import { ProfileMenu } from '../account/ProfileMenu'
import { Bell } from '../notices/Bell'
import { words } from '../words/en/shell'
import classes from './HeaderTools.module.css'
import { openPalette } from './palette'
import { openShortcutHelp, showKeys } from './shortcuts'

export function HeaderTools() {
  return (
    <div className={classes.tools}>
      <UnstyledButton className={classes.search} onClick={openPalette}>
        <IconSearch size={16} stroke={1.75} aria-hidden="true" />
        <span className={classes.searchWord}>{words.search}</span>
        <Kbd size="xs" className={classes.searchKeys} aria-hidden="true">
          {showKeys('mod+k')}
        </Kbd>
      </UnstyledButton>
      <ActionIcon className={classes.help} onClick={openShortcutHelp} aria-label={words.help} title={words.help}>
        <IconKeyboard size={18} stroke={1.75} />
      </ActionIcon>
      <Bell />
      <ProfileMenu className={classes.person} />
    </div>
  )
}
