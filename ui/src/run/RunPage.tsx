/** A run: where it stands, what is to be done now, and why. */
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { type RunScreen, runQuery } from '../api/runs'
import { Page } from '../shell/Page'
import { PageFailed } from '../shell/PageFailed'
import { Lines } from '../shell/PageSkeleton'
import { useShortcuts } from '../shell/shortcuts'
import { words } from '../words/en/run'
import { Drawn } from './Drawn'
import { Guide } from './Guide'
import { Journal } from './Journal'
import { Middle } from './Middle'
import { type Pane, PaneTabs } from './PaneTabs'
import { RunActs } from './RunActs'
import { RunFacts, RunHeading } from './RunHead'
import classes from './run.module.css'
import { Steps } from './Steps'
import { foldedAtFirst, movedStep, shownStep, shownTask, visibleRows } from './tree'

export function RunPage() {
  const { run: id } = useParams({ from: '/inside/runs/$run' })
  const { data: run, error, refetch } = useQuery(runQuery(id))
  if (run) return <Loaded key={id} run={run} />
  return (
    <Page title={words.untitled}>
      {error ? <PageFailed error={error} reset={() => void refetch()} /> : <Lines count={10} />}
    </Page>
  )
}

function Loaded({ run }: { run: RunScreen }) {
  const asked = useSearch({ from: '/inside/runs/$run' })
  const navigate = useNavigate({ from: '/runs/$run' })
  const small = useMediaQuery('(max-width: 900px)', undefined, { getInitialValueInEffect: false })
  const [pane, setPane] = useState<Pane>('task')
  const [drawn, setDrawn] = useState(false)
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => foldedAtFirst(run.steps))
  const rows = useMemo(() => visibleRows(run.steps, folded), [run.steps, folded])
  const middle = useRef<HTMLDivElement>(null)

  const inDiagram = small ? pane === 'diagram' : drawn
  const task = shownTask(run, asked)
  const step = shownStep(run, asked)
  const look = (next: { step?: string; task?: string }) => {
    setPane('task')
    void navigate({ search: next, replace: true, resetScroll: false })
  }
  const move = (by: number) => {
    const next = movedStep(rows, step, by)
    if (next) look({ step: next })
  }
  const fold = (block: string) => {
    const next = new Set(folded)
    if (!next.delete(block)) next.add(block)
    setFolded(next)
  }
  useShortcuts([
    { key: 'j', words: words.shortcuts.next, run: () => move(1) },
    { key: 'k', words: words.shortcuts.previous, run: () => move(-1) },
    {
      key: 'Enter',
      words: words.shortcuts.task,
      run: () => middle.current?.querySelector<HTMLElement>('article :is(input, textarea, select, button)')?.focus(),
    },
  ])

  const name = run.case ?? run.run
  const steps = (
    <Steps
      rows={rows}
      shown={step}
      paused={run.status === 'paused'}
      onLook={(id) => look({ step: id })}
      onFold={fold}
    />
  )
  const journal = <Journal run={run.run} step={step} />
  return (
    <Page title={words.title(name)} heading={<RunHeading run={run} />} actions={<RunActs run={run} />} layout="fill">
      <div className={classes.run}>
        <RunFacts run={run} drawn={drawn} onDrawn={small ? undefined : setDrawn} />
        {small && <PaneTabs pane={pane} onPane={setPane} />}
        <div className={classes.panes} data-pane={small ? pane : 'all'}>
          <nav className={classes.steps} aria-label={words.steps}>
            {steps}
          </nav>
          <div className={classes.middle} ref={middle}>
            {inDiagram ? (
              <Drawn run={run} step={step} onStep={(id) => look({ step: id })} />
            ) : (
              <>
                <Middle run={run} step={step} task={task} onTask={(id) => look({ task: id })} onDone={() => look({})} />
                {!small && journal}
              </>
            )}
          </div>
          <aside className={classes.guide} aria-label={words.tabs.guide} tabIndex={0}>
            <Guide run={run} step={step} task={task} />
          </aside>
          {small && <div className={classes.journalPane}>{journal}</div>}
        </div>
      </div>
    </Page>
  )
}
