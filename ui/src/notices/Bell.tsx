/** What was said to this person and their roles: reminders, escalations, notes of procedures. */
import { ActionIcon, Button, Popover } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type NoticeItem, noticesQuery, readNotices } from '../api/installation'
import { keys } from '../api/keys'
import { words } from '../words/en/settings'
import { Time } from '../words/Time'
import classes from './notices.module.css'
import { badge, readUntil, unreadCount } from './unread'

const text = words.notices

export function Bell() {
  const [opened, setOpened] = useState(false)
  const notices = useInfiniteQuery({ ...noticesQuery, refetchInterval: 5 * 60_000 })
  const items = notices.data?.pages.flatMap((page) => page.items) ?? []
  const unread = unreadCount(items)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={380} trapFocus shadow="md">
      <Popover.Target>
        <ActionIcon
          className={classes.bell}
          aria-label={text.button(unread)}
          title={text.button(unread)}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          <IconBell size={18} stroke={1.75} />
          {unread > 0 && (
            <span className={classes.badge} aria-hidden="true">
              {badge(unread, unread === items.length && notices.hasNextPage)}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <List items={items} onGo={() => setOpened(false)} />
        {notices.hasNextPage && (
          <Button
            variant="subtle"
            fullWidth
            loading={notices.isFetchingNextPage}
            onClick={() => void notices.fetchNextPage()}
          >
            {text.more}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function List({ items, onGo }: { items: NoticeItem[]; onGo: () => void }) {
  const client = useQueryClient()
  const until = readUntil(items)
  const read = useMutation({
    mutationFn: readNotices,
    onSettled: () => client.invalidateQueries({ queryKey: keys.notices }),
  })
  return (
    <section aria-label={text.title}>
      <div className={classes.head}>
        <strong>{text.title}</strong>
        {until && (
          <Button size="compact-sm" variant="subtle" loading={read.isPending} onClick={() => read.mutate(until)}>
            {text.readAll}
          </Button>
        )}
      </div>
      {items.length === 0 && (
        <p className={classes.none}>
          {text.none} {text.noneHelp}
        </p>
      )}
      <ul className={classes.list}>
        {items.map((item, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two notices can be said alike at one moment
          <li key={`${item.at}${item.run}${n}`} data-unread={!item.read}>
            <Link to="/runs/$run" params={{ run: item.run }} search={{ step: item.step ?? undefined }} onClick={onGo}>
              {!item.read && <span className="visually-hidden">{text.unread}: </span>}
              {item.subject && <strong>{item.subject} </strong>}
              {item.text}
              <span className={classes.quiet}>
                <Time at={item.at} />
                {item.role && ` · ${text.toRole(item.role)}`}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
