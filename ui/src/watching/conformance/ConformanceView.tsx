/** How the work of a log keeps to a procedure. */
import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { conformanceQuery } from '../../api/conformance'
import { asProblem } from '../../api/problem'
import { procedureNamesQuery } from '../../api/procedureNames'
import frame from '../../procedure/procedure.module.css'
import { Empty } from '../../shell/Empty'
import { Lines } from '../../shell/PageSkeleton'
import { words } from '../../words/en/conformance'
import { useFilter, useLog } from '../useLog'
import { Compare } from './Compare'
import { Compared } from './Compared'
import { comparedWith, remember } from './compared'
import classes from './conformance.module.css'
import type { ConformanceSearch } from './search'

export function ConformanceView() {
  const { id, overview } = useLog()
  const search = useSearch({ from: '/inside/watching/$log/conformance' })
  const navigate = useNavigate()
  const compared = comparedWith(id, search, overview.summary.procedure)
  const { procedure, number } = compared
  useEffect(() => {
    if (procedure) remember(id, number ? { procedure, number } : { procedure })
  }, [id, procedure, number])
  const change = (next: Partial<ConformanceSearch>, replace = false) =>
    void navigate({
      to: '.',
      search: (old: object) => ({ ...old, ...compared, ...next }),
      replace,
      resetScroll: false,
    })
  const choose = (next: Pick<ConformanceSearch, 'procedure' | 'number'>) =>
    change({ number: undefined, ...next, class: undefined, step: undefined, deviation: undefined })
  return (
    <div className={`${frame.diagram} ${classes.page}`}>
      {procedure ? (
        <Comparison compared={{ ...compared, procedure }} search={search} onChange={change} onChoose={choose} />
      ) : (
        <Choosing onChoose={choose} />
      )}
    </div>
  )
}

interface ComparisonProps {
  compared: { procedure: string; number?: number }
  search: ConformanceSearch
  onChange: (next: Partial<ConformanceSearch>, replace?: boolean) => void
  onChoose: (next: Pick<ConformanceSearch, 'procedure' | 'number'>) => void
}

function Comparison({ compared, search, onChange, onChoose }: ComparisonProps) {
  const { id, overview } = useLog()
  const { filter } = useFilter()
  const query = useQuery({
    ...conformanceQuery(id, compared.procedure, compared.number, filter),
    // What was accepted a moment ago is compared again; another procedure is another page.
    placeholderData: (old, before) =>
      before?.queryKey[1] === compared.procedure && before.queryKey[2] === id ? keepPreviousData(old) : undefined,
  })
  const choosing = <Compare compared={compared} onChoose={onChoose} />
  if (query.data)
    return (
      <Compared
        log={id}
        ownRuns={overview.summary.procedure === compared.procedure && overview.summary.source === 'runs'}
        compared={compared}
        found={query.data}
        old={query.isPlaceholderData}
        search={search}
        onChange={onChange}
        choosing={choosing}
      />
    )
  return (
    <>
      <div className={classes.top}>{choosing}</div>
      {query.error ? (
        <Empty title={words.failed} help={asProblem(query.error).message}>
          <Button variant="default" onClick={() => void query.refetch()}>
            {words.again}
          </Button>
        </Empty>
      ) : (
        <div className={classes.waiting}>
          <p className={classes.quiet}>{words.comparing}</p>
          <Lines count={8} height={20} />
        </div>
      )}
    </>
  )
}

/** No procedure is chosen yet. */
function Choosing({ onChoose }: Pick<ComparisonProps, 'onChoose'>) {
  const { data } = useQuery(procedureNamesQuery)
  return (
    <Empty title={words.choose.empty} help={data?.length === 0 ? words.choose.nothing : words.choose.help}>
      {data?.length !== 0 && <Compare compared={{}} onChoose={onChoose} />}
    </Empty>
  )
}
