import { Tooltip } from '@mantine/core'
import type { Conformance } from '../../api/conformance'
import { words } from '../../words/en/conformance'
import { decimal } from '../../words/format'
import { percent } from '../figures'
import classes from './conformance.module.css'
import { keeping } from './deviations'

/** How many cases keep to the procedure, and how far the rest is from it. */
export function Measures({ found }: { found: Conformance }) {
  const accepted = found.deviations.filter((each) => each.accepted != null).length
  const counted = found.deviations.length - accepted
  return (
    <dl className={classes.measures} aria-label={words.measures}>
      <div className={classes.measure}>
        <dt>{words.keep(found.conforming, found.cases)}</dt>
        <dd>
          {percent(keeping(found))}
          <meter className={classes.bar} min={0} max={1} value={keeping(found)} aria-hidden="true" />
        </dd>
      </div>
      <Tooltip label={words.fitnessHelp} multiline w={260}>
        <div className={classes.measure}>
          <dt>{words.fitness}</dt>
          <dd>{percent(found.fitness.log)}</dd>
        </div>
      </Tooltip>
      <div className={classes.measure}>
        <dt>
          {words.kinds(counted)}
          {accepted > 0 && `, ${words.acceptedKinds(accepted)}`}
        </dt>
        <dd>{decimal(counted)}</dd>
      </div>
    </dl>
  )
}
