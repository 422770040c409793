/** Every run that this person may see, with filters in the address. */
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconPlayerPlay } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { type RunItem, runListQuery } from '../api/runList'
import { useSession } from '../api/session'
import { toInstant } from '../form/moment'
import { useLongList } from '../shell/list'
import list from '../shell/list.module.css'
import { Page } from '../shell/Page'
import { useShortcuts } from '../shell/shortcuts'
import { useAppearance } from '../theme/appearance'
import { words } from '../words/en/runs'
import { NoRuns } from './NoRuns'
import { RunRow } from './RunRow'
import { RunsBar } from './RunsBar'
import { StartRun } from './StartRun'
import { type RunsSearch, runFilter } from './search'

const NONE: RunItem[] = []

export function RunsPage() {
  const search = useSearch({ from: '/inside/runs' })
  const navigate = useNavigate({ from: '/runs' })
  const { zone } = useSession()
  const [starting, setStarting] = useState(false)
  const filter = runFilter(search, Date.now(), (day) => toInstant(`${day}T00:00`, zone))
  const query = useInfiniteQuery({ ...runListQuery(filter), placeholderData: keepPreviousData })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? NONE, [query.data])
  const { density } = useAppearance()
  const narrow = useMediaQuery('(max-width: 900px)', undefined, { getInitialValueInEffect: false })
  const height = narrow ? 80 : density === 'compact' ? 44 : 52
  const { scroller, virtual, items, row, move, point } = useLongList({
    rows,
    nameOf: ({ run }) => run,
    height,
    ...query,
  })
  const change = (next: Partial<RunsSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace, resetScroll: false })
  useShortcuts([
    { key: 'j', words: words.shortcuts.next, run: () => move(1) },
    { key: 'k', words: words.shortcuts.previous, run: () => move(-1) },
    {
      key: 'Enter',
      words: words.shortcuts.open,
      run: () => row && void navigate({ to: '/runs/$run', params: { run: row.run } }),
    },
    { key: '/', words: words.shortcuts.find, run: () => document.getElementById('runs-find')?.focus() },
    { key: 'n', words: words.shortcuts.start, run: () => setStarting(true) },
  ])
  return (
    <Page
      title={words.title}
      layout="fill"
      actions={
        <Button leftSection={<IconPlayerPlay size={15} />} onClick={() => setStarting(true)}>
          {words.start}
        </Button>
      }
    >
      <div className={list.page}>
        <RunsBar search={search} onChange={change} />
        {rows.length === 0 ? (
          <NoRuns query={query} search={search} onChange={change} onStart={() => setStarting(true)} />
        ) : (
          <div className={list.scroller} ref={scroller}>
            <ul className={list.rows} style={{ height: virtual.getTotalSize() }} aria-label={words.list}>
              {items.map(({ index, start, key }) => {
                const item = rows[index]
                return (
                  item && (
                    <li
                      key={key}
                      className={list.row}
                      data-at={item === row}
                      style={{ transform: `translateY(${start}px)`, height }}
                      aria-setsize={rows.length}
                      aria-posinset={index + 1}
                    >
                      <RunRow row={item} onPoint={() => point(item.run)} />
                    </li>
                  )
                )
              })}
            </ul>
          </div>
        )}
      </div>
      {starting && <StartRun onClose={() => setStarting(false)} />}
    </Page>
  )
}
