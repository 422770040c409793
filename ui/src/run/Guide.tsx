/** Beside the task: its rules, why the run came here, references, and what the run knows. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RunScreen } from '../api/runs'
import { useSession } from '../api/session'
import { taskQuery } from '../api/tasks'
import { References, Rules } from '../task/Guidance'
import { StatusChip } from '../theme/Status'
import { words } from '../words/en/run'
import { Time } from '../words/Time'
import { type Datum, knownOf } from './known'
import classes from './run.module.css'
import { whyHere } from './tree'

interface Props {
  run: RunScreen
  step: string | undefined
  task: RunScreen['tasks'][number] | undefined
}

export function Guide({ run, step, task }: Props) {
  const form = useQuery({ ...taskQuery(run.run, task?.task ?? ''), enabled: !!task }).data
  return (
    <>
      {form && task && <Rules rules={form.rules} />}
      {step && <Why run={run} step={step} />}
      {form && task && <References references={form.references} />}
      <Known run={run.run} data={run.data} />
      <Raised exceptions={run.exceptions} />
      {/* Of a run that is over the middle tells it. */}
      {!run.ended_at && <Success run={run} />}
      {run.children.length > 0 && (
        <Section title={words.children}>
          <ul className={classes.plainList}>
            {run.children.map((child) => (
              <li key={child.run}>
                <Link to="/runs/$run" params={{ run: child.run }}>
                  {child.title}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h2 className={classes.sub}>{title}</h2>
      {children}
    </section>
  )
}

function Why({ run, step }: { run: RunScreen; step: string }) {
  const { reasons, branch } = whyHere(run, step)
  if (reasons.length === 0) return null
  return (
    <Section title={words.why.title}>
      {reasons.map(({ decision, title }) => (
        <div key={decision.step} className={classes.reason}>
          <p>
            {title}: <strong>{decision.held}</strong>
          </p>
          {decision.because.map((because) => (
            <p key={because} className={classes.quiet}>
              {because}
            </p>
          ))}
          {decision.inputs.length > 0 && (
            <p className={classes.quiet}>
              {decision.inputs.map(({ label, value }) => `${label} ${value}`).join(' · ')}
            </p>
          )}
        </div>
      ))}
      {branch && <p className={classes.quiet}>{words.why.branch(branch)}</p>}
    </Section>
  )
}

function Known({ run, data }: { run: string; data: RunScreen['data'] }) {
  if (data.length === 0) return null
  return (
    <Section title={words.known}>
      <dl className={classes.known}>
        {data.map((datum) => (
          <div key={datum.name}>
            <dt>{datum.label}</dt>
            <KnownValue run={run} datum={datum} />
          </div>
        ))}
      </dl>
    </Section>
  )
}

function KnownValue({ run, datum }: { run: string; datum: Datum }) {
  const { zone } = useSession()
  const known = knownOf(datum, zone)
  if ('lines' in known) {
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of a value have no name but their place
    return known.lines.map((line, n) => <dd key={n}>{line}</dd>)
  }
  if ('file' in known) {
    const { sha256, name } = known.file
    return (
      <dd>
        <a href={`/api/v1/runs/${encodeURIComponent(run)}/attachments/${sha256}`} download={name}>
          {name}
        </a>
      </dd>
    )
  }
  return <dd title={datum.sensitive ? words.sensitive : undefined}>{known.text}</dd>
}

function Raised({ exceptions }: { exceptions: RunScreen['exceptions'] }) {
  if (exceptions.length === 0) return null
  return (
    <Section title={words.exceptions}>
      <ul className={classes.plainList}>
        {exceptions.map(({ at, title, message, words: told }) => (
          <li key={at + title}>
            {title} <Time at={at} className={classes.quiet} />
            <span className={classes.quiet}>
              {message}
              {told && ` “${told}”`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function Success({ run }: { run: RunScreen }) {
  if (run.success.length === 0) return null
  const judged = run.status === 'ended'
  return (
    <Section title={words.success.title}>
      <ul className={classes.plainList}>
        {run.success.map(({ that, because, holds }) => (
          <li key={that}>
            {because ?? that}{' '}
            <StatusChip status={!judged ? 'waiting' : holds ? 'done' : 'failed'}>
              {!judged ? words.success.open : holds ? words.success.holds : words.success.fails}
            </StatusChip>
          </li>
        ))}
      </ul>
    </Section>
  )
}
