/** Rules, checks, references and what is known: beside the task in a run, within it in the inbox. */
import type { ReactNode } from 'react'
import type { TaskForm } from '../api/tasks'
import { words } from '../words/en/task'
import classes from './task.module.css'

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h2 className={classes.sub}>{title}</h2>
      {children}
    </section>
  )
}

export function Rules({ rules }: { rules: TaskForm['rules'] }) {
  if (!rules.length) return null
  return (
    <Section title={words.rules.title}>
      <ul className={classes.rules}>
        {rules.map(({ kind, text, because }) => (
          <li key={kind + text}>
            <span className={kind === 'must' ? classes.must : classes.mustNot}>{words.rules[kind]}</span> {text}
            {because && <span className={classes.because}>{because}</span>}
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function Checks({ checks }: { checks: TaskForm['checks'] }) {
  if (!checks.length) return null
  return (
    <Section title={words.checks}>
      <ul className={classes.rules}>
        {checks.map(({ that, because }) => (
          <li key={that}>
            {because ?? that}
            {because && <code className={classes.because}>{that}</code>}
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function References({ references }: { references: string[] }) {
  if (!references.length) return null
  return (
    <Section title={words.references}>
      <ul className={classes.rules}>
        {references.map((reference) => (
          <li key={reference}>{reference}</li>
        ))}
      </ul>
    </Section>
  )
}

export function About({ about }: { about: TaskForm['about'] }) {
  if (!about.length) return null
  return (
    <Section title={words.about}>
      <dl className={classes.facts}>
        {about.map(({ label, text }) => (
          <Fact key={label} label={label} text={text} />
        ))}
      </dl>
    </Section>
  )
}

const Fact = ({ label, text }: { label: string; text: string }) => (
  <>
    <dt>{label}</dt>
    <dd>{text}</dd>
  </>
)
