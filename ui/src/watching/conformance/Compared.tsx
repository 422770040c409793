/** What came of a comparison: the figures, and the diagram beside the deviations. Each follows the other. */
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { acceptedQuery, type Conformance } from '../../api/conformance'
import { procedureQuery } from '../../api/procedures'
import { useSession } from '../../api/session'
import { titleOfStep } from '../../procedure/diagram/graph'
import list from '../../shell/list.module.css'
import { words } from '../../words/en/conformance'
import { AcceptedDialog } from './AcceptedDialog'
import { Cautions } from './Cautions'
import classes from './conformance.module.css'
import { DeviationDetail } from './DeviationDetail'
import { DeviationList } from './DeviationList'
import { Drawn } from './Drawn'
import { NO_STEP, nameOf } from './deviations'
import { MappingDialog } from './MappingDialog'
import { Measures } from './Measures'
import type { ConformanceSearch } from './search'

interface Props {
  log: string
  /** The log is the runs of this procedure: every activity is a step of it. */
  ownRuns: boolean
  compared: { procedure: string; number?: number }
  found: Conformance
  /** It is being compared anew. */
  old: boolean
  search: ConformanceSearch
  onChange: (next: Partial<ConformanceSearch>, replace?: boolean) => void
  choosing: ReactNode
}

export function Compared({ log, ownRuns, compared, found, old, search, onChange, choosing }: Props) {
  const { procedure, number } = compared
  const small = useMediaQuery('(max-width: 900px)', undefined, { getInitialValueInEffect: false })
  const [pane, setPane] = useState<'list' | 'diagram'>('list')
  const [dialog, setDialog] = useState<'mapping' | 'accepted'>()
  const [pointed, setPointed] = useState<string>()
  const last = useRef<string>(undefined)
  const panes = useRef<HTMLDivElement>(null)
  const acceptances = useQuery(acceptedQuery(procedure)).data ?? []
  const drawn = useQuery(procedureQuery(procedure, number)).data
  const { rights, roles } = useSession()
  const mayAccept = rights.administrator || roles.some(({ role }) => role === drawn?.owner?.role)
  const { deviations } = found
  const open = useMemo(
    () => deviations.find((each) => nameOf(each) === search.deviation),
    [deviations, search.deviation],
  )
  if (open) last.current = nameOf(open)
  // On a narrow page what was asked for is brought into view.
  const asked = `${pane} ${search.deviation ?? ''} ${search.step ?? ''}`
  const before = useRef('list  ')
  useEffect(() => {
    if (small && before.current !== asked) panes.current?.scrollIntoView({ block: 'end' })
    before.current = asked
  }, [small, asked])
  const step = open ? open.step?.id : search.step && search.step !== NO_STEP ? search.step : pointed
  const graph = drawn?.graph
  const steps = useMemo(
    () =>
      (graph?.nodes ?? []).flatMap((node) =>
        node.step && node.number ? [{ value: node.step, label: `${node.number} ${node.label}` }] : [],
      ),
    [graph],
  )
  const diagram = (
    <Drawn
      procedure={procedure}
      number={number}
      deviations={deviations}
      class={search.class}
      step={step}
      onStep={(id) => {
        setPane('list')
        onChange({ step: search.step === id && !open ? undefined : id, deviation: undefined })
      }}
    />
  )
  const listing = open ? (
    <DeviationDetail
      key={nameOf(open)}
      log={log}
      procedure={procedure}
      compared={compared}
      deviation={open}
      all={deviations}
      acceptances={acceptances}
      mayAccept={mayAccept}
      onBack={() => onChange({ deviation: undefined })}
    />
  ) : (
    <DeviationList
      deviations={deviations}
      search={search}
      last={last.current}
      onChange={onChange}
      onPoint={(deviation) => setPointed(deviation?.step?.id)}
    />
  )
  return (
    <>
      <div className={classes.top} aria-busy={old}>
        {choosing}
        <Measures found={found} />
        <div className={classes.tools}>
          {!ownRuns && (
            <Button size="xs" variant="default" onClick={() => setDialog('mapping')}>
              {words.sayAll}
            </Button>
          )}
          {acceptances.length > 0 && (
            <Button size="xs" variant="default" onClick={() => setDialog('accepted')}>
              {words.accepted.all(acceptances.length)}
            </Button>
          )}
        </div>
      </div>
      <Cautions found={found} onMap={ownRuns ? undefined : () => setDialog('mapping')} />
      {small && (
        <fieldset className={`${list.choices} ${classes.paneChoice}`} aria-label={words.panes.label}>
          {(['list', 'diagram'] as const).map((each) => (
            <button
              key={each}
              type="button"
              className={list.choice}
              aria-pressed={pane === each}
              onClick={() => setPane(each)}
            >
              {words.panes[each]}
            </button>
          ))}
        </fieldset>
      )}
      <div ref={panes} className={classes.panes}>
        {(!small || pane === 'diagram') && diagram}
        {(!small || pane === 'list') && listing}
      </div>
      {dialog === 'mapping' && (
        <MappingDialog log={log} procedure={procedure} steps={steps} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'accepted' && (
        <AcceptedDialog
          procedure={procedure}
          acceptances={acceptances}
          titleOf={(id) => (graph ? titleOfStep(graph, id) : id)}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  )
}
