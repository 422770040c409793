import { ActionIcon } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ComponentPropsWithRef } from 'react'
import { noticesQuery } from '../api/installation'
import { words } from '../words/en/notices'
import classes from './notices.module.css'
import { badge, unreadCount } from './unread'

/** The bell, with how much was said that is not read yet. */
export function BellButton(props: Omit<ComponentPropsWithRef<'button'>, 'color'>) {
  const notices = useInfiniteQuery({ ...noticesQuery, refetchInterval: 5 * 60_000 })
  const items = notices.data?.pages.flatMap((page) => page.items) ?? []
  const unread = unreadCount(items)
  return (
    <ActionIcon {...props} className={classes.bell} aria-label={words.button(unread)} title={words.button(unread)}>
      <IconBell size={18} stroke={1.75} />
      {unread > 0 && (
        <span className={classes.badge} aria-hidden="true">
          {badge(unread, unread === items.length && notices.hasNextPage)}
        </span>
      )}
    </ActionIcon>
  )
}
