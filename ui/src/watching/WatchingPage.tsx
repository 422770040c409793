/** The logs there are, our own runs as logs, and adding one. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { logsQuery } from '../api/eventLogs'
import { asProblem } from '../api/problem'
import { useSession } from '../api/session'
import { Empty } from '../shell/Empty'
import { Page } from '../shell/Page'
import { Lines } from '../shell/PageSkeleton'
import { useShortcuts } from '../shell/shortcuts'
import { words } from '../words/en/watching'
import { AddLog, useAddLog } from './logs/AddLog'
import { Logs } from './logs/Logs'
import classes from './logs/logs.module.css'
import { OwnRuns } from './logs/OwnRuns'

export function WatchingPage() {
  const { rights } = useSession()
  const query = useQuery(logsQuery)
  const adding = useAddLog()
  const lists = useRef<HTMLDivElement>(null)
  const mayAdd = rights.administrator || rights.editor
  const go = (by: number) => {
    const links = [...(lists.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus()
  }
  useShortcuts([
    { key: 'j', words: words.shortcuts.next, run: () => go(1) },
    { key: 'k', words: words.shortcuts.previous, run: () => go(-1) },
    ...(mayAdd ? [{ key: 'n', words: words.shortcuts.add, run: adding.choose }] : []),
  ])
  const problem = query.error ? asProblem(query.error) : undefined
  if (problem?.status === 403)
    return (
      <Page title={words.title}>
        <Empty title={words.denied.title} help={words.denied.help} home />
      </Page>
    )
  const { logs = [], runs = [] } = query.data ?? {}
  return (
    <Page
      title={words.title}
      actions={
        mayAdd && (
          <Button aria-label={words.add.act} onClick={adding.choose}>
            <IconPlus size={16} aria-hidden="true" />
            <span className={classes.addLabel}>{words.add.act}</span>
          </Button>
        )
      }
    >
      <div ref={lists} className={classes.lists} data-dropping={adding.dropping} {...(mayAdd ? adding.dropzone : {})}>
        {query.isPending && <Lines count={8} height={20} />}
        {problem && (
          <Empty title={words.failed} help={problem.message}>
            <Button variant="default" onClick={() => void query.refetch()}>
              {words.again}
            </Button>
          </Empty>
        )}
        {query.data && (
          <>
            <p className={classes.intro}>{words.intro}</p>
            <Logs logs={logs} onAdd={mayAdd ? adding.choose : undefined} />
            <OwnRuns runs={runs} />
          </>
        )}
        <p className={classes.drop} aria-hidden="true">
          {words.add.drop}
        </p>
      </div>
      <AddLog adding={adding} />
    </Page>
  )
}
