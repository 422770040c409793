import { Button, Checkbox, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { everybodyQuery, type PersonSeen, rolesQuery, teamsQuery } from '../api/directory'
import { useSession } from '../api/session'
import { ranked } from '../palette/rank'
import { words } from '../words/en/settings'
import { roleTitle, spelledOut } from './ids'
import { PersonDialog } from './PersonDialog'
import { Head, Loaded } from './Section'
import classes from './settings.module.css'

export function PeoplePage() {
  const { rights } = useSession()
  const people = useQuery(everybodyQuery)
  const teams = new Map((useQuery(teamsQuery).data ?? []).map(({ id, name }) => [id, name]))
  const titles = new Map((useQuery(rolesQuery).data ?? []).map((role) => [role.id, roleTitle(role)]))
  const [q, setQ] = useState('')
  const [activeOnly, setActiveOnly] = useState(true)
  const [asked, setAsked] = useState<string | true>()
  const text = ({ id, name, roles, teams: of }: PersonSeen) =>
    [
      name,
      id,
      ...roles,
      ...roles.map((role) => titles.get(role) ?? ''),
      ...of.map((team) => teams.get(team) ?? team),
    ].join(' ')
  return (
    <>
      <Head title={words.pages.people} intro={words.people.intro}>
        {rights.administrator && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAsked(true)}>
            {words.people.add}
          </Button>
        )}
      </Head>
      <div className={classes.tools}>
        <TextInput
          className={classes.find}
          type="search"
          aria-label={words.people.find}
          placeholder={words.people.find}
          value={q}
          onChange={(e) => setQ(e.currentTarget.value)}
        />
        <Checkbox
          label={words.people.active}
          checked={activeOnly}
          onChange={(e) => setActiveOnly(e.currentTarget.checked)}
        />
      </div>
      <Loaded query={people} empty={{ title: words.people.empty }}>
        {(all) => {
          const found = ranked(
            all.filter(({ active }) => active || !activeOnly),
            q,
            text,
          )
          return (
            <>
              {found.length === 0 && <p className={classes.quiet}>{words.none}</p>}
              <ul className={classes.rows}>
                {found.map((person) => (
                  <PersonRow
                    key={person.id}
                    person={person}
                    teams={teams}
                    titles={titles}
                    onEdit={rights.administrator ? () => setAsked(person.id) : undefined}
                  />
                ))}
              </ul>
              {asked && (
                <PersonDialog
                  key={String(asked)}
                  person={all.find(({ id }) => id === asked)}
                  onClose={() => setAsked(undefined)}
                />
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}

interface RowProps {
  person: PersonSeen
  teams: Map<string, string>
  titles: Map<string, string>
  onEdit?: () => void
}

function PersonRow({ person, teams, titles, onEdit }: RowProps) {
  const { demo } = useSession()
  const { administrator, editor, auditor, machine, active } = person
  const badges = [
    administrator && words.people.administrator,
    editor && words.people.editor,
    auditor && words.people.auditor,
    machine && words.people.machine,
    !active && words.people.inactive,
  ].filter((badge) => typeof badge === 'string')
  const absence = person.absences.find(({ from }) => Date.parse(from) <= Date.now())
  const held = [
    ...person.roles.map((role) => titles.get(role) ?? spelledOut(role)),
    ...person.teams.map((team) => teams.get(team) ?? team),
  ]
  return (
    <li className={classes.row} data-off={!active}>
      <div className={classes.main}>
        <div className={classes.title}>
          {person.name}
          {badges.map((badge) => (
            <span key={badge} className={classes.badge}>
              {badge}
            </span>
          ))}
        </div>
        <div className={classes.quiet}>
          {[
            person.id,
            held.join(', '),
            absence && words.people.away(absence.delegate.name),
            !demo && !person.has_password && active && !machine && words.people.noPassword,
          ]
            .filter(Boolean)
            .join(' · ')}
        </div>
      </div>
      {onEdit && (
        <Button variant="default" size="xs" aria-label={words.people.edit(person.name)} onClick={onEdit}>
          {words.change}
        </Button>
      )}
    </li>
  )
}
