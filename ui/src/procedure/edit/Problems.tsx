import type { Diagnostic } from '../../api/checking'
import { StatusIcon } from '../../theme/Status'
import { words } from '../../words/en/edit'
import { Telling } from '../../words/Time'
import classes from './edit.module.css'
import type { Checking } from './useCheck'

/** What the checker found, each with its place and what to do. */
export function Problems({ checking, onGo }: { checking: Checking; onGo: (diagnostic: Diagnostic) => void }) {
  const found = checking.checked?.diagnostics ?? []
  const errors = found.filter(({ severity }) => severity === 'error').length
  return (
    <section className={classes.problems} aria-labelledby="problems">
      <div className={classes.problemsHead}>
        <h2 id="problems">{words.problems.title}</h2>
        <span role="status" className={classes.quiet}>
          {summary(checking, errors, found.length - errors)}
        </span>
        <span className={classes.leave} aria-hidden="true">
          {words.leave}
        </span>
      </div>
      {checking.failure && <p className={classes.failure}>{`${words.problems.failed}: ${checking.failure}`}</p>}
      {found.length > 0 && (
        <ul className={classes.problemList}>
          {found.map((diagnostic, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: findings have no name of their own
            <li key={at}>
              <button type="button" onClick={() => onGo(diagnostic)}>
                <span className={classes.problemIcon}>
                  <StatusIcon status={diagnostic.severity === 'error' ? 'failed' : 'late'} />
                  <span className={classes.hidden}>
                    {diagnostic.severity === 'error' ? words.problems.error : words.problems.warning}
                  </span>
                </span>
                <span>
                  <Telling text={diagnostic.message} />
                  <span className={classes.quiet}> {words.problems.line(diagnostic.line)}</span>
                  {diagnostic.fix && (
                    <span className={classes.fix}>
                      <Telling text={diagnostic.fix} />
                    </span>
                  )}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function summary({ checked, pending }: Checking, errors: number, warnings: number): string {
  if (!checked) return words.problems.checking
  if (errors + warnings === 0) return pending ? words.problems.checking : words.problems.none
  return words.problems.count(errors, warnings)
}
