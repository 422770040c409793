/** The people of a demonstration, each a card: a click, and one is that person. */
import { useQuery } from '@tanstack/react-query'
import { type Session, type Setup, setupQuery } from '../api/session'
import { Lines } from '../shell/PageSkeleton'
import { words } from '../words/en/account'
import classes from './account.module.css'
import { initialsOf, roleWords } from './names'
import { Refused } from './Refused'
import { useEntrance } from './useEntrance'

interface Props {
  onEntered: (session: Session) => void | Promise<void>
  /** Shown first, where somebody comes back. */
  first?: string
}

export function DemoPeople({ onEntered, first }: Props) {
  const { data } = useQuery(setupQuery)
  const { enter, pending, refused } = useEntrance(onEntered)
  if (!data) return <Lines count={6} height={36} />
  const people = [...data.people].sort((a, b) => Number(b.id === first) - Number(a.id === first))
  return (
    <>
      <Refused {...refused} />
      <ul className={classes.people}>
        {people.map((person) => (
          <li key={person.id}>
            <Card person={person} disabled={pending} onClick={() => enter({ by: 'demo', person: person.id })} />
          </li>
        ))}
      </ul>
    </>
  )
}

interface CardProps {
  person: Setup['people'][number]
  disabled: boolean
  onClick: () => void
}

function Card({ person, disabled, onClick }: CardProps) {
  return (
    <button type="button" className={classes.person} disabled={disabled} onClick={onClick}>
      <span className={classes.face} aria-hidden="true">
        {initialsOf(person.name)}
      </span>
      <span>
        <span className={classes.personName}>{person.name}</span>
        <span className={classes.roles}>
          {person.roles.length ? person.roles.map(roleWords).join(', ') : words.demo.none}
        </span>
      </span>
    </button>
  )
}
