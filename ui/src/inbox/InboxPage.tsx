/** A list and its task, like mail: side by side, or one at a time on a phone. */
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { Empty } from '../shell/Empty'
import { Page } from '../shell/Page'
import { Lines } from '../shell/PageSkeleton'
import { useShortcuts } from '../shell/shortcuts'
import { focusFirst } from '../task/focus'
import { words } from '../words/en/inbox'
import { InboxBar } from './InboxBar'
import classes from './inbox.module.css'
import { nameOf } from './rows'
import { openTask } from './search'
import { TaskList } from './TaskList'
import { useInbox } from './useInbox'

// Only who selects tasks needs its acts.
const BulkBar = lazy(async () => ({ default: (await import('./BulkBar')).BulkBar }))
// The list is there before the form beside it.
const TaskPanel = lazy(async () => ({ default: (await import('../task/TaskPanel')).TaskPanel }))

export function InboxPage() {
  const inbox = useInbox()
  const small = useMediaQuery('(max-width: 900px)', undefined, { getInitialValueInEffect: false })
  const pane = useRef<HTMLElement>(null)
  // Whoever completes a task from within its form goes on in the form of the next.
  const follows = useRef(false)
  const { rows, show, list, search } = inbox
  // Whoever runs through the list with J held down reads the task where they stop.
  const [settled] = useDebouncedValue(search.open, 120, { leading: true })
  const open = search.open ? openTask(settled) : undefined

  // Beside the list there is always a task to look at; on a phone the list comes first.
  const first = rows[0]
  const nothingOpen = !small && !search.open && !!first && !list.isPlaceholderData
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when a list without an open task arrives
  useEffect(() => {
    if (nothingOpen) show(first)
  }, [nothingOpen])

  const enter = () => focusFirst(pane.current)
  const leave = () => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    if (small) show(undefined)
  }
  useShortcuts([
    { key: 'j', words: words.shortcuts.next, run: () => inbox.move(1) },
    { key: 'k', words: words.shortcuts.previous, run: () => inbox.move(-1) },
    { key: 'x', words: words.shortcuts.select, run: () => inbox.openRow && inbox.toggle(inbox.openRow, false) },
    { key: 'Enter', words: words.shortcuts.open, run: enter },
    { key: '/', words: words.shortcuts.find, run: () => document.getElementById('inbox-find')?.focus() },
  ])

  return (
    <Page title={words.title} layout="fill">
      <div
        className={classes.inbox}
        data-open={!!open}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.defaultPrevented) leave()
        }}
      >
        <section className={classes.left} aria-label={words.list}>
          <InboxBar inbox={inbox} />
          <Suspense>{inbox.selected.size > 0 && <BulkBar inbox={inbox} />}</Suspense>
          <TaskList inbox={inbox} small={!!small} />
        </section>
        <section className={classes.right} ref={pane} aria-label={inbox.openRow?.title ?? words.nothingOpen}>
          {small && open && (
            <button type="button" className={classes.back} onClick={() => show(undefined)}>
              ← {words.back}
            </button>
          )}
          {open ? (
            <Suspense fallback={<Lines count={7} />}>
              <TaskPanel
                key={nameOf(open)}
                run={open.run}
                task={open.task}
                enter={follows}
                onDone={(act) => {
                  if (act === 'claim' || act === 'release') return
                  const at = document.activeElement
                  follows.current = !small && (at === document.body || !!pane.current?.contains(at))
                  inbox.done()
                }}
              />
            </Suspense>
          ) : (
            !list.isPending && rows.length > 0 && <Empty title={words.nothingOpen} help={words.nothingOpenHelp} />
          )}
        </section>
      </div>
    </Page>
  )
}
