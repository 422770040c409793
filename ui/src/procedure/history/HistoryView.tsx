import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { asProblem } from '../../api/problem'
import { differenceQuery, versionsQuery } from '../../api/procedures'
import { Lines } from '../../shell/PageSkeleton'
import { words } from '../../words/en/procedure'
import { Time } from '../../words/Time'
import { titleOfStep } from '../diagram/graph'
import { anchorOf } from '../read/document'
import { shortHash } from '../read/paper'
import { useShown } from '../useShown'
import { ChangeList } from './ChangeList'
import { firstPair } from './changes'
import classes from './history.module.css'

export function HistoryView() {
  const { id } = useParams({ from: '/inside/procedures/$id' })
  const search = useSearch({ from: '/inside/procedures/$id/history' })
  const navigate = useNavigate({ from: '/procedures/$id/history' })
  const versions = useQuery(versionsQuery(id))
  if (versions.isError) return <p role="alert">{asProblem(versions.error).message}</p>
  if (!versions.data) return <Lines count={6} />
  const sorted = [...versions.data].sort((one, other) => other.number - one.number)
  const first = firstPair(sorted.map(({ number }) => number))
  const from = search.from ?? first?.from
  const to = search.to ?? first?.to
  const pick = (next: { from?: number; to?: number }) =>
    void navigate({ search: (old) => ({ ...old, from, to, ...next }), replace: true, resetScroll: false })
  const options = sorted.map(({ number }) => ({ value: String(number), label: words.history.version(number) }))

  return (
    <div className={classes.history}>
      <section className={classes.versions} aria-labelledby="versions">
        <h2 id="versions">{words.history.title}</h2>
        <ol>
          {sorted.map((version) => (
            <li
              key={version.number}
              className={classes.version}
              data-compared={version.number === from || version.number === to}
            >
              <p>
                <Link to="/procedures/$id" params={{ id }} search={{ number: version.number }}>
                  {words.history.version(version.number)}
                </Link>{' '}
                <span className={classes.quiet}>
                  <Time at={version.at} /> {version.author && words.published(version.author.name)} ·{' '}
                  {shortHash(version.version)}
                </span>
              </p>
              <p className={version.rationale ? classes.rationale : classes.quiet}>
                {version.rationale || words.history.noRationale}
              </p>
            </li>
          ))}
        </ol>
      </section>
      <section className={classes.compare} aria-labelledby="compare">
        <h2 id="compare">{words.history.compare}</h2>
        {from === undefined || to === undefined ? (
          <p className={classes.quiet}>{words.history.first}</p>
        ) : (
          <>
            <div className={classes.pair}>
              <Select
                label={words.history.from}
                data={options}
                value={String(from)}
                allowDeselect={false}
                onChange={(picked) => picked && pick({ from: Number(picked) })}
              />
              <Select
                label={words.history.to}
                data={options}
                value={String(to)}
                allowDeselect={false}
                onChange={(picked) => picked && pick({ to: Number(picked) })}
              />
            </div>
            <Difference id={id} from={from} to={to} />
          </>
        )}
      </section>
    </div>
  )
}

function Difference({ id, from, to }: { id: string; from: number; to: number }) {
  const query = useQuery(differenceQuery(id, from, to))
  const { graph } = useShown(id)
  if (from === to) return <p className={classes.quiet}>{words.history.same}</p>
  if (query.isError) return <p role="alert">{asProblem(query.error).message}</p>
  if (!query.data) return <Lines count={5} />
  return (
    <ChangeList
      changes={query.data.changes}
      step={(step) => (
        <Link to="/procedures/$id" params={{ id }} search={{ number: to }} hash={anchorOf(step)}>
          {titleOfStep(graph, step)}
        </Link>
      )}
    />
  )
}
