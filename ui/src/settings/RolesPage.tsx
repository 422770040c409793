import { Table, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import { type RoleHeld, rolesQuery } from '../api/directory'
import { procedureNamesQuery } from '../api/procedureNames'
import { ranked } from '../palette/rank'
import { StatusChip } from '../theme/Status'
import { words } from '../words/en/settings'
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
          <Table.ScrollContainer minWidth={560}>
            <Table verticalSpacing={8} fz={13}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.roles.role}</Table.Th>
                  <Table.Th>{words.roles.holders}</Table.Th>
                  <Table.Th>{words.roles.procedures}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {ranked(all, q, text).map((role) => (
                  <Row key={role.id} role={role} titles={titles} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Loaded>
    </>
  )
}

function Row({ role, titles }: { role: RoleHeld; titles: Map<string, string> }) {
  return (
    <Table.Tr>
      <Table.Td style={{ verticalAlign: 'top', fontWeight: 500 }}>
        {role.title}
        {role.title !== role.id && <div className={classes.quiet}>{role.id}</div>}
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        {role.holders.length > 0 ? (
          role.holders.map(({ name }) => name).join(', ')
        ) : role.procedures.length > 0 ? (
          <StatusChip status="late">{words.roles.nobody}</StatusChip>
        ) : (
          words.roles.nobody
        )}
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        {role.procedures.length === 0 && <span className={classes.quiet}>{words.roles.unused}</span>}
        {role.procedures.map((id, n) => (
          <Fragment key={id}>
            {n > 0 && ', '}
            <Link to="/procedures/$id" params={{ id }}>
              {titles.get(id) ?? id}
            </Link>
          </Fragment>
        ))}
      </Table.Td>
    </Table.Tr>
  )
}
