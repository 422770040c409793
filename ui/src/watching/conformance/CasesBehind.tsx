/** The cases that depart so, a few at once, each with the way to its timeline. */
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Deviation } from '../../api/conformance'
import { casesQuery } from '../../api/eventLogs'
import { asProblem } from '../../api/problem'
import { Lines } from '../../shell/PageSkeleton'
import { words as ofCases } from '../../words/en/cases'
import { words } from '../../words/en/conformance'
import { duration } from '../figures'
import { Period } from '../Period'
import { useFilter } from '../useLog'
import classes from './conformance.module.css'
import { nameOf } from './deviations'
import type { ConformanceSearch } from './search'

/** So many at first; a page of the list has more. */
const FEW = 8

interface Props {
  log: string
  compared: Pick<ConformanceSearch, 'procedure' | 'number'>
  deviation: Deviation
}

export function CasesBehind({ log, compared: { procedure, number }, deviation }: Props) {
  const { filter } = useFilter()
  const asked = { procedure, version: number, deviation: deviation.place }
  const query = useInfiniteQuery(casesQuery(log, filter, asked))
  if (query.error) return <p role="alert">{asProblem(query.error).message}</p>
  if (!query.data) return <Lines count={4} />
  const rows = query.data.pages.flatMap(({ items }) => items).slice(0, FEW)
  return (
    <>
      <ul className={classes.cases}>
        {rows.map((row) => (
          <li key={row.case}>
            <Link
              to="/watching/$log/cases/$case"
              params={{ log, case: String(row.case) }}
              search={{ ...filter, procedure, number }}
            >
              {row.name}
            </Link>
            <span className={classes.quiet}>
              {ofCases.events(row.events)}
              {row.duration != null && ` · ${duration(row.duration)}`} · <Period from={row.from} to={row.to} />
            </span>
          </li>
        ))}
      </ul>
      <Button
        component={Link}
        to="/watching/$log/cases"
        params={{ log } as never}
        search={{ ...filter, procedure, number, deviation: nameOf(deviation) } as never}
        size="xs"
        variant="default"
      >
        {words.detail.allCases(deviation.cases)}
      </Button>
    </>
  )
}
