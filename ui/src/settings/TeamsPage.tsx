import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { everybodyQuery, type TeamSeen, teamsQuery } from '../api/directory'
import { useSession } from '../api/session'
import { words } from '../words/en/settings'
import { Head, Loaded } from './Section'
import classes from './settings.module.css'
import { TeamDialog } from './TeamDialog'

export function TeamsPage() {
  const { rights } = useSession()
  const teams = useQuery(teamsQuery)
  const people = useQuery(everybodyQuery).data ?? []
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const [asked, setAsked] = useState<TeamSeen | true>()
  return (
    <>
      <Head title={words.pages.teams} intro={words.teams.intro}>
        {rights.administrator && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAsked(true)}>
            {words.teams.add}
          </Button>
        )}
      </Head>
      <Loaded query={teams} empty={{ title: words.teams.empty, help: words.teams.emptyHelp }}>
        {(all) => (
          <ul className={classes.rows}>
            {all.map((team) => (
              <li key={team.id} className={classes.row}>
                <div className={classes.main}>
                  <div className={classes.title}>
                    {team.name}
                    {team.roles.map((role) => (
                      <span key={role} className={classes.badge}>
                        {role}
                      </span>
                    ))}
                  </div>
                  <div className={classes.quiet}>
                    {words.teams.count(team.members.length)}
                    {team.members.length > 0 && `: ${team.members.map((id) => names.get(id) ?? id).join(', ')}`}
                  </div>
                </div>
                {rights.administrator && (
                  <Button
                    variant="default"
                    size="xs"
                    aria-label={words.teams.edit(team.name)}
                    onClick={() => setAsked(team)}
                  >
                    {words.change}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {asked && (
        <TeamDialog team={asked === true ? undefined : asked} people={people} onClose={() => setAsked(undefined)} />
      )}
    </>
  )
}
