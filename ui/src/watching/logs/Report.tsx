/** What was kept of a file, what was dropped and where, and what is in it. */
import type { ReadProblem, ReadReport } from '../../api/eventLogs'
import { StatusIcon } from '../../theme/Status'
import { words } from '../../words/en/watching'
import { decimal, fileSize, sentence } from '../../words/format'
import classes from './add.module.css'

export function Report({ report }: { report: ReadReport }) {
  const { format, bytes, cases, events, end, problems, attributes, pseudonymised = [] } = report
  const lost = problems.some(({ outcome }) => outcome !== 'kept')
  return (
    <div className={classes.stack}>
      <p className={classes.figures}>
        <strong>{words.report.kept(cases, events)}</strong>{' '}
        <span className={classes.quiet}>{words.report.from(fileSize(bytes), words.formats[format] ?? format)}</span>
      </p>
      {end.kind !== 'complete' && (
        <p className={classes.ended}>
          <StatusIcon status="late" /> {sentence(end.message)}
        </p>
      )}
      {problems.length === 0 ? (
        <p className={classes.ended}>
          <StatusIcon status="done" /> {words.report.clean}
        </p>
      ) : (
        <section aria-label={words.report.problems}>
          <h3>{lost ? words.report.problems : words.report.noticed}</h3>
          <Problems problems={problems} />
        </section>
      )}
      {pseudonymised.length > 0 && <p className={classes.quiet}>{words.report.replaced(pseudonymised)}</p>}
      {attributes.length > 0 && (
        <details className={classes.attributes}>
          <summary>{words.report.attributes(attributes.length)}</summary>
          <ul>
            {attributes.map(({ key, scope, kind, count }) => (
              <li key={`${scope} ${key} ${kind}`}>
                <span>{key}</span>{' '}
                <span className={classes.quiet}>{words.report.attribute(scope === 'case', kind, decimal(count))}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

export function Problems({ problems }: { problems: ReadProblem[] }) {
  return (
    <ul className={classes.problems}>
      {problems.map(({ problem, message, outcome, count, first }) => (
        <li key={problem}>
          <StatusIcon status={outcome === 'kept' ? 'waiting' : 'late'} />
          <div>
            <div>{sentence(message)}</div>
            <div className={classes.quiet}>
              {words.report.times(count)}
              {first.length > 0 && ` · ${words.report.lines(first.map(({ line }) => decimal(line)))}`}
              {` · ${words.report.outcomes[outcome] ?? outcome}`}
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}
