/** The people of a demonstration, each a card: a click, and one is that person. */
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Session, type Setup, setupQuery } from '../api/session'
import { ranked } from '../palette/rank'
import { Lines } from '../shell/PageSkeleton'
import { words } from '../words/en/account'
import classes from './account.module.css'
import { initialsOf, partOf } from './names'
import { Refused } from './Refused'
import { useEntrance } from './useEntrance'

interface Props {
  onEntered: (session: Session) => void | Promise<void>
  /** Shown first, where somebody comes back. */
  first?: string
}

/** From here on a list is searched rather than looked through. */
const MANY = 12

export function DemoPeople({ onEntered, first }: Props) {
  const { data } = useQuery(setupQuery)
  const { enter, pending, refused } = useEntrance(onEntered)
  const [q, setQ] = useState('')
  if (!data) return <Lines count={6} height={36} />
  const people = [...data.people].sort((a, b) => Number(b.id === first) - Number(a.id === first))
  const found = ranked(people, q, (person) => `${person.name} ${partOf(person)}`)
  return (
    <>
      <Refused {...refused} />
      {people.length > MANY && (
        <TextInput
          type="search"
          aria-label={words.demo.find}
          placeholder={words.demo.find}
          value={q}
          onChange={(e) => setQ(e.currentTarget.value)}
        />
      )}
      <ul className={classes.people}>
        {found.map((person) => (
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
        <span className={classes.roles}>{partOf(person)}</span>
      </span>
    </button>
  )
}
