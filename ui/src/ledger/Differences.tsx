/** What an entry changed: each part as it was and as it is. */
import type { LedgerLine } from '../api/ledger'
import { words } from '../words/en/ledger'
import { withTimes } from './entry'
import classes from './ledger.module.css'

export function Differences({ differences, zone }: { differences: LedgerLine['differences']; zone: string }) {
  const text = words.details
  const told = (value: string | null | undefined) =>
    value ? withTimes(value, zone) : <span className={classes.quiet}>{text.nothing}</span>
  return (
    <table className={classes.differences}>
      <thead>
        <tr>
          <th scope="col">{text.part}</th>
          <th scope="col">{text.before}</th>
          <th scope="col">{text.after}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ name, before, after }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{told(before)}</td>
            <td>{told(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
