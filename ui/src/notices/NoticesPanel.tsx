/** What was said to this person and their roles: reminders, escalations, notes of procedures. */
import { Button, Popover } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type NoticeItem, noticesQuery, readNotices } from '../api/installation'
import { keys } from '../api/keys'
import { useOpensItself } from '../shell/late'
import { words } from '../words/en/notices'
import { Time } from '../words/Time'
import { BellButton } from './BellButton'
import classes from './notices.module.css'
import { readUntil } from './unread'

export function NoticesPanel() {
  const { button, opened, setOpened } = useOpensItself<HTMLButtonElement>()
  const notices = useInfiniteQuery(noticesQuery)
  const items = notices.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={380} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <BellButton ref={button} aria-expanded={opened} onClick={() => setOpened(!opened)} />
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
            {words.more}
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
    <section aria-label={words.title}>
      <div className={classes.head}>
        <strong>{words.title}</strong>
        {until && (
          <Button size="compact-sm" variant="subtle" loading={read.isPending} onClick={() => read.mutate(until)}>
            {words.readAll}
          </Button>
        )}
      </div>
      {items.length === 0 && (
        <p className={classes.none}>
          {words.none} {words.noneHelp}
        </p>
      )}
      <ul className={classes.list}>
        {items.map((item, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two notices can be said alike at one moment
          <li key={`${item.at}${item.run}${n}`} data-unread={!item.read}>
            <Link to="/runs/$run" params={{ run: item.run }} search={{ step: item.step ?? undefined }} onClick={onGo}>
              {!item.read && <span className="visually-hidden">{words.unread}: </span>}
              {item.subject && <strong>{item.subject} </strong>}
              {item.text}
              <span className={classes.quiet}>
                <Time at={item.at} />
                {item.role && ` · ${words.toRole(item.role)}`}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
