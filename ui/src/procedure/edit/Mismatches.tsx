import type { Tried } from '../../api/checking'
import { words } from '../../words/en/edit'
import classes from './edit.module.css'

export function Mismatches({ tried }: { tried: Tried }) {
  if (tried.mismatches.length === 0) return null
  return (
    <dl className={classes.mismatches}>
      {tried.mismatches.map(({ what, expected, found }) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>
            {words.tryOut.expected} <b>{expected}</b>, {words.tryOut.found} <b>{found}</b>
          </dd>
        </div>
      ))}
    </dl>
  )
}
