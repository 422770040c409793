import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDots } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { words } from '../words/en/procedure'
import classes from './procedure.module.css'

/** What else can be done with a page: behind a word, or behind three dots where the header has no room. */
export function MoreMenu({ children }: { children: ReactNode }) {
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" aria-label={words.actions} className={classes.compact}>
          <span className={classes.wideOnly}>{words.actions}</span>
          <IconChevronDown size={14} className={classes.wideOnly} aria-hidden="true" />
          <IconDots size={16} className={classes.narrow} aria-hidden="true" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}
