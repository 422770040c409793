/** One deviation: how often, since when, where, what it costs, and the cases behind it. */
import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Acceptance, Deviation } from '../../api/conformance'
import { useShortcuts } from '../../shell/shortcuts'
import { words } from '../../words/en/conformance'
import { calendarDate } from '../../words/format'
import { Time } from '../../words/Time'
import { chanceWords, duration, percent } from '../figures'
import { AcceptDialog } from './AcceptDialog'
import { CasesBehind } from './CasesBehind'
import { ClassChip } from './ClassChip'
import classes from './conformance.module.css'
import { covers } from './deviations'
import type { ConformanceSearch } from './search'
import { Trend } from './Trend'
import { saying, subject } from './telling'
import { WithdrawDialog } from './WithdrawDialog'

interface Props {
  log: string
  procedure: string
  compared: Pick<ConformanceSearch, 'procedure' | 'number'>
  deviation: Deviation
  all: Deviation[]
  acceptances: Acceptance[]
  mayAccept: boolean
  onBack: () => void
}

export function DeviationDetail(props: Props) {
  const { log, procedure, compared, deviation, all, acceptances, mayAccept, onBack } = props
  const [asking, setAsking] = useState<'accept' | 'withdraw'>()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  useShortcuts([{ key: 'Escape', words: words.shortcuts.back, run: () => asking || onBack() }])
  const { trend, changed, time, explained } = deviation
  const acceptance = deviation.accepted == null ? undefined : acceptances.find((each) => covers(each, deviation))
  return (
    <section className={classes.detail} aria-label={words.list} tabIndex={-1}>
      <Button variant="subtle" size="xs" leftSection={<IconArrowLeft size={14} />} onClick={onBack}>
        {words.back}
      </Button>
      <div className={classes.title}>
        <ClassChip of={deviation.class} />
        <h2 ref={heading} tabIndex={-1}>
          {subject(deviation)} <span className={classes.says}>{saying(deviation)}</span>
        </h2>
        <p className={classes.quiet}>{words.classHelp[deviation.class]}</p>
      </div>
      {deviation.accepted != null && (
        <div className={classes.accepted}>
          <p>{words.accepted.because(deviation.accepted)}</p>
          {acceptance && <Whose acceptance={acceptance} />}
          {acceptance?.may_withdraw && (
            <Button size="xs" variant="default" onClick={() => setAsking('withdraw')}>
              {words.accepted.withdraw}
            </Button>
          )}
        </div>
      )}
      <Part title={words.detail.frequency}>
        <p>
          <strong>{words.cases(deviation.cases)}</strong>, {words.detail.of(percent(deviation.share))}
          {deviation.occurrences > deviation.cases && ` · ${words.times(deviation.occurrences)}`}
        </p>
        {deviation.accepted == null && mayAccept && (
          <Button size="xs" variant="default" onClick={() => setAsking('accept')}>
            {words.accept.button}
          </Button>
        )}
      </Part>
      {changed && (
        <Part title={words.detail.changed}>
          <p>{words.detail.changedWords(calendarDate(changed.on), percent(changed.before), percent(changed.since))}</p>
          {changed.among && <p>{words.detail.among(changed.among)}</p>}
          <p className={classes.quiet}>{chanceWords(changed.chance)}</p>
        </Part>
      )}
      {trend.length > 1 && (
        <Part title={words.detail.trend}>
          <div className={classes.large}>
            <Trend trend={trend} width={420} height={72} wide />
          </div>
          <Periods trend={trend} />
        </Part>
      )}
      <Part title={words.detail.explained}>
        {explained.length === 0 ? (
          <p className={classes.quiet}>{words.detail.nothing}</p>
        ) : (
          <>
            <ul className={classes.explained}>
              {explained.map((told) => (
                <li key={`${told.attribute} ${told.condition}`}>
                  {words.detail.explainedWords(
                    told.attribute,
                    told.condition,
                    percent(told.inside),
                    percent(told.outside),
                  )}
                  <span className={classes.quiet}>
                    {' '}
                    {words.detail.ofGroup(told.deviating, told.cases)}. {chanceWords(told.chance)}
                  </span>
                </li>
              ))}
            </ul>
            <p className={classes.quiet}>{words.detail.corrected}</p>
          </>
        )}
      </Part>
      {time && (
        <Part title={words.detail.time}>
          <p>{words.detail.timeWords(duration(time.with), duration(time.without))}</p>
        </Part>
      )}
      <Part title={words.detail.cases}>
        <CasesBehind log={log} compared={{ ...compared, procedure }} deviation={deviation} />
      </Part>
      {asking === 'accept' && (
        <AcceptDialog procedure={procedure} deviation={deviation} all={all} onClose={() => setAsking(undefined)} />
      )}
      {asking === 'withdraw' && acceptance && (
        <WithdrawDialog procedure={procedure} acceptance={acceptance} onClose={() => setAsking(undefined)} />
      )}
    </section>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes.part}>
      <h3>{title}</h3>
      {children}
    </div>
  )
}

export function Whose({ acceptance }: { acceptance: Acceptance }) {
  return (
    <p className={classes.quiet}>
      {acceptance.accepted_by && words.accepted.by(acceptance.accepted_by.name)} <Time at={acceptance.accepted_at} />
      {acceptance.until && `, ${words.accepted.until(calendarDate(acceptance.until))}`}
    </p>
  )
}

/** The line in figures, for who does not see it or wants to know exactly. */
function Periods({ trend }: Pick<Deviation, 'trend'>) {
  return (
    <details className={classes.periods}>
      <summary>{words.detail.trendHelp}</summary>
      <table>
        <tbody>
          {trend.map(({ from, cases, deviating }) => (
            <tr key={from}>
              <th scope="row">{calendarDate(from.slice(0, 10))}</th>
              <td>{percent(cases > 0 ? deviating / cases : 0)}</td>
              <td className={classes.quiet}>{words.detail.ofGroup(deviating, cases)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
