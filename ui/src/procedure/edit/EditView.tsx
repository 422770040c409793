import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { type Diagnostic, schemaQuery } from '../../api/checking'
import type { Draft } from '../../api/drafts'
import { procedureQuery } from '../../api/procedures'
import { Page } from '../../shell/Page'
import { Lines } from '../../shell/PageSkeleton'
import { useShortcuts } from '../../shell/shortcuts'
import { words } from '../../words/en/edit'
import { ConflictDialog } from './ConflictDialog'
import { EditActions } from './EditActions'
import classes from './edit.module.css'
import type { EditorHandle } from './editor'
import { isNarrow, type Pane, Panes } from './Panes'
import { Preview } from './Preview'
import { Problems } from './Problems'
import { PublishDialog } from './PublishDialog'
import { StandingChip } from './StandingChip'
import { standing } from './saving'
import { TryPanel } from './TryPanel'
import { offsetOf, stepAt } from './text/declared'
import type { Schema } from './text/schema'
import { useCheck } from './useCheck'
import { useSaving } from './useSaving'

const TextEditor = lazy(() => import('./TextEditor').then(({ TextEditor }) => ({ default: TextEditor })))
const NONE: Diagnostic[] = []

/** A draft: its text, what the checker says of it, and how it reads, flows and runs. */
export function EditView({ draft }: { draft: Draft }) {
  const { state, tell, save } = useSaving(draft)
  const { text } = state
  const checking = useCheck(text)
  const schema = useQuery(schemaQuery).data as Schema | undefined
  const base = useQuery({ ...procedureQuery(draft.procedure ?? ''), enabled: !!draft.procedure }).data
  const editor = useRef<EditorHandle>(null)
  const [pane, setPane] = useState<Pane>('read')
  const [cursor, setCursor] = useState(0)
  const [publishing, setPublishing] = useState(false)

  const found = checking.checked?.diagnostics ?? NONE
  const title = checking.checked?.title || base?.title || draft.title || words.untitled
  const graph = checking.good?.graph
  const steps = useMemo(() => new Set(graph?.nodes.flatMap(({ step }) => step ?? [])), [graph])
  const step = useMemo(() => stepAt(text, cursor, steps), [text, cursor, steps])

  const goTo = (diagnostic: Diagnostic) => {
    setPublishing(false)
    setPane((old) => (isNarrow() ? 'text' : old))
    // Once the dialog has given the focus back.
    requestAnimationFrame(() => editor.current?.goTo(diagnostic.from))
  }
  const showStep = (wanted: string) => {
    const offset = offsetOf(text, wanted)
    if (offset !== undefined) editor.current?.show(offset)
  }
  useShortcuts([{ key: 'mod+s', words: words.standing.saved, run: () => void save() }])
  useEffect(() => {
    if (!isNarrow()) return
    setPane('text')
  }, [])

  const stands = standing(state, base?.text)
  return (
    <Page
      title={words.title(title)}
      layout="fill"
      heading={
        <div className={classes.heading}>
          <h1>{title}</h1>
          <StandingChip standing={stands} base={base?.shown} failure={state.failure} />
        </div>
      }
      actions={
        <EditActions
          draft={draft}
          title={title}
          text={text}
          etag={state.etag}
          mayPublish={stands === 'saved' || stands === 'unsaved'}
          onPublish={() => {
            void save()
            setPublishing(true)
          }}
        />
      }
    >
      <div className={classes.page} data-pane={pane}>
        <div className={classes.left}>
          <div className={classes.text}>
            <Suspense fallback={<Lines count={14} />}>
              <TextEditor
                text={text}
                diagnostics={found}
                schema={schema}
                onChange={(typed) => tell({ is: 'typed', text: typed })}
                onCursor={setCursor}
                handle={editor}
              />
            </Suspense>
          </div>
          <Problems checking={checking} onGo={goTo} />
        </div>
        <div className={classes.right}>
          <div className={classes.panes}>
            <Panes pane={pane} onPane={setPane} />
          </div>
          <div className={classes.pane}>
            {(pane === 'read' || pane === 'diagram') && (
              <Preview as={pane} checking={checking} title={title} step={step} onStep={showStep} />
            )}
            {pane === 'try' && <TryPanel text={text} title={title} checking={checking} onStep={showStep} />}
          </div>
        </div>
      </div>
      {state.theirs && (
        <ConflictDialog
          mine={text}
          theirs={state.theirs}
          onKeepMine={() => tell({ is: 'kept-mine' })}
          onTakeTheirs={() => tell({ is: 'took-theirs' })}
        />
      )}
      {publishing && !state.theirs && (
        <PublishDialog
          draft={draft}
          title={title}
          etag={state.etag}
          ready={stands === 'saved' && !checking.pending}
          errors={found.filter(({ severity }) => severity === 'error')}
          graph={graph}
          onGo={goTo}
          onRebase={(number) => void save(number)}
          onClose={() => setPublishing(false)}
        />
      )}
    </Page>
  )
}
