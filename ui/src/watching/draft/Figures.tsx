import type { Drafted, LeftOut } from '../../api/drafted'
import { words } from '../../words/en/drafted'
import { decimal } from '../../words/format'
import { percent } from '../figures'
import classes from './draft.module.css'

/** How well the draft tells the log, and what is not among its steps. */
export function Figures({ drafted, old }: { drafted: Drafted; old: boolean }) {
  const { fitness, precision, simplicity, rules, exceptions, dropped } = drafted
  return (
    <div className={classes.figures} data-old={old}>
      <dl>
        <Figure name={words.fitness} help={words.fitnessHelp} value={percent(fitness.log)} />
        <Figure name={words.precision} help={words.precisionHelp} value={percent(precision)} />
        <Figure name={words.parts} help={words.partsHelp} value={decimal(simplicity.nodes)} />
        <Figure name={words.rules} help={words.rulesHelp} value={decimal(rules)} />
      </dl>
      <Apart title={words.exceptions(exceptions.length)} of={exceptions} />
      <Apart title={words.dropped(dropped.length)} of={dropped} />
    </div>
  )
}

function Figure({ name, help, value }: { name: string; help: string; value: string }) {
  return (
    <div>
      <dt>
        <span>{name}</span>
        <span className={classes.quiet}>{help}</span>
      </dt>
      <dd>{value}</dd>
    </div>
  )
}

function Apart({ title, of }: { title: string; of: LeftOut[] }) {
  if (of.length === 0) return null
  return (
    <details className={classes.apart}>
      <summary>{title}</summary>
      <ul>
        {of.map((each) => (
          <li key={`${each.title} ${each.activities.join(' ')}`}>
            {each.title} <span className={classes.quiet}>{words.cases(each.cases)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
