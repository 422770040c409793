import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import { type RoleHeld, rolesQuery } from '../api/directory'
import { procedureNamesQuery } from '../api/procedureNames'
import { ranked } from '../palette/rank'
import cards from '../shell/cards.module.css'
import { StatusChip } from '../theme/Status'
import { words } from '../words/en/settings'
import { roleTitle, spelledOut } from './ids'
import { Head, Loaded } from './Section'
import classes from './settings.module.css'

export function RolesPage() {
  const roles = useQuery(rolesQuery)
  const titles = new Map((useQuery(procedureNamesQuery).data ?? []).map(({ id, title }) => [id, title]))
  const [q, setQ] = useState('')
  const text = ({ id, title, holders, procedures }: RoleHeld) =>
    [title, id, ...holders.map(({ name }) => name), ...procedures.map((each) => titles.get(each) ?? each)].join(' ')
  return (
    <>
      <Head title={words.pages.roles} intro={words.roles.intro} />
      <div className={classes.tools}>
        <TextInput
          className={classes.find}
          type="search"
          aria-label={words.roles.find}
          placeholder={words.roles.find}
          value={q}
          onChange={(e) => setQ(e.currentTarget.value)}
        />
      </div>
      <Loaded query={roles} empty={{ title: words.roles.empty, help: words.roles.emptyHelp }}>
        {(all) => (
          <table className={cards.table}>
            <thead>
              <tr>
                <th scope="col">{words.roles.role}</th>
                <th scope="col">{words.roles.holders}</th>
                <th scope="col">{words.roles.procedures}</th>
              </tr>
            </thead>
            <tbody>
              {ranked(all, q, text).map((role) => (
                <Row key={role.id} role={role} titles={titles} />
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </>
  )
}

function Row({ role, titles }: { role: RoleHeld; titles: Map<string, string> }) {
  return (
    <tr>
      <th scope="row">
        {roleTitle(role)} {isOwnWord(role) && <span className={classes.quiet}>({role.id})</span>}
      </th>
      <td data-whole="true" data-label={words.roles.holders}>
        {role.holders.length > 0 ? (
          role.holders.map(({ name }) => name).join(', ')
        ) : role.procedures.length > 0 ? (
          <StatusChip status="late">{words.roles.nobody}</StatusChip>
        ) : (
          words.roles.nobody
        )}
      </td>
      <td data-whole="true" data-label={words.roles.procedures}>
        {role.procedures.length === 0 && <span className={classes.quiet}>{words.roles.unused}</span>}
        {role.procedures.map((id, n) => (
          <Fragment key={id}>
            {n > 0 && ', '}
            <Link to="/procedures/$id" params={{ id }}>
              {titles.get(id) ?? id}
            </Link>
          </Fragment>
        ))}
      </td>
    </tr>
  )
}

/** Whether the id tells something that the title does not. */
const isOwnWord = (role: RoleHeld) => spelledOut(role.id).toLowerCase() !== roleTitle(role).toLowerCase()
