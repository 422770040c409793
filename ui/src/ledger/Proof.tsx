/** What verifying came to, in words. */
import { CloseButton } from '@mantine/core'
import { StatusChip } from '../theme/Status'
import { words } from '../words/en/ledger'
import type { Proving } from './LedgerActions'
import classes from './ledger.module.css'

export function Proof({ proving }: { proving: Proving }) {
  const { data, error, isPending, variables, reset } = proving
  return (
    <div role="status">
      {isPending && <p className={classes.result}>{words.verifying}</p>}
      {(data || error) && (
        <div className={classes.result}>
          <CloseButton style={{ float: 'right' }} aria-label={words.close} onClick={reset} />
          {error && (
            <>
              <StatusChip status="failed">{words.failed}</StatusChip>
              <p>{error.message}</p>
            </>
          )}
          {data?.holds && (
            <>
              <StatusChip status="done">{words.holds}</StatusChip>
              <p>
                {words.holdsHelp(data.entries ?? 0, data.events ?? 0)}{' '}
                {variables && words.holdsAgainst(variables.number)}{' '}
                {data.erased ? words.holdsErased(data.erased) : null}
              </p>
              <p className={classes.quiet}>
                {words.head}: <code>{data.head}</code>
              </p>
            </>
          )}
          {data && !data.holds && (
            <>
              <StatusChip status="failed">{words.broken}</StatusChip>
              <p>
                {data.broken} {words.brokenHelp}
              </p>
            </>
          )}
        </div>
      )}
    </div>
  )
}
