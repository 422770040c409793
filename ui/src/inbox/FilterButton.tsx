import { ActionIcon } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import type { ComponentPropsWithRef } from 'react'
import { words } from '../words/en/inbox'
import classes from './inbox.module.css'
import type { Inbox } from './useInbox'

export const filtersSet = ({ search }: Inbox): number =>
  [search.procedure, search.role, search.overdue].filter(Boolean).length

interface Props extends Omit<ComponentPropsWithRef<'button'>, 'color'> {
  inbox: Inbox
}

export function FilterButton({ inbox, ...others }: Props) {
  const active = filtersSet(inbox)
  return (
    <ActionIcon
      {...others}
      className={classes.filterButton}
      variant={active ? 'light' : 'default'}
      color={active ? 'indigo' : 'gray'}
      size={36}
      aria-label={words.filters(active)}
      title={words.filters(active)}
    >
      <IconFilter size={16} />
    </ActionIcon>
  )
}
