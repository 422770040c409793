import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { LedgerLine } from '../api/ledger'
import { useSession } from '../api/session'
import { words } from '../words/en/ledger'
import { decimal, exactTime } from '../words/format'
import { Time } from '../words/Time'
import { Differences } from './Differences'
import { happenings, placeOf, withTimes } from './entry'
import classes from './ledger.module.css'
import { type Names, subjectName, withName } from './names'

interface Props {
  line: LedgerLine
  names: Names
  opened: boolean
  onToggle: () => void
  onOnly: (subject: string) => void
}

export function EntryLine({ line, names, opened, onToggle, onOnly }: Props) {
  const { zone } = useSession()
  const told = withName(line, names)
  const Sign = opened ? IconChevronDown : IconChevronRight
  return (
    <div className={classes.entry}>
      <button type="button" className={classes.line} aria-expanded={opened} onClick={onToggle}>
        <Time at={line.at} className={classes.quiet} />
        <span className={`${classes.quiet} ${classes.kind}`}>{words.one[line.kind] ?? line.kind}</span>
        <span className={classes.words}>{line.erased ? words.erasedShort : withTimes(told, zone)}</span>
        <span className={classes.who}>{line.who?.name ?? words.engine}</span>
        <Sign size={16} className={classes.sign} aria-hidden="true" />
      </button>
      {opened && <More line={line} told={told} name={subjectName(line, names)} zone={zone} onOnly={onOnly} />}
    </div>
  )
}

interface MoreProps {
  line: LedgerLine
  told: string
  /** What it is about, where that has a name. */
  name: string | undefined
  zone: string
  onOnly: Props['onOnly']
}

function More({ line, told: all, name, zone, onOnly }: MoreProps) {
  const place = placeOf(line)
  const told = happenings(all, zone)
  return (
    <div className={classes.more}>
      {line.erased ? (
        <p>{words.details.erased}</p>
      ) : told.length > 1 ? (
        <ul>
          {told.map((happening, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same thing can happen twice in one entry
            <li key={n}>{happening}</li>
          ))}
        </ul>
      ) : null}
      {line.differences.length > 0 && <Differences differences={line.differences} zone={zone} />}
      <dl className={classes.facts}>
        <dt>{words.details.number}</dt>
        <dd>{decimal(line.number)}</dd>
        <dt>{words.details.at}</dt>
        <dd>{exactTime(line.at, zone)}</dd>
        <dt>{words.details.who}</dt>
        <dd>{line.who ? `${line.who.name} (${line.who.id})` : words.engine}</dd>
        <dt>{words.details.subject}</dt>
        <dd>
          {name && `${name} `}
          <code>{line.subject}</code>{' '}
          {place?.to === 'run' && (
            <Link to="/runs/$run" params={{ run: place.id }}>
              {words.details.open}
            </Link>
          )}
          {place?.to === 'procedure' && (
            <Link to="/procedures/$id" params={{ id: place.id }}>
              {words.details.open}
            </Link>
          )}{' '}
          <Link
            to="/ledger"
            search={{ subject: line.subject }}
            onClick={(event) => {
              event.preventDefault()
              onOnly(line.subject)
            }}
          >
            {words.details.only}
          </Link>
        </dd>
        <dt>{words.details.hash}</dt>
        <dd>
          <code>{line.hash}</code>
        </dd>
      </dl>
    </div>
  )
}
