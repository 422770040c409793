import { Button, Checkbox, NativeSelect, Popover } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { procedureNamesQuery } from '../api/procedureNames'
import { useSession } from '../api/session'
import { useOpensItself } from '../shell/late'
import { words } from '../words/en/inbox'
import { FilterButton, filtersSet } from './FilterButton'
import classes from './inbox.module.css'
import type { Inbox } from './useInbox'

/** Which tasks: by procedure, by role, only those that are late. */
export function InboxFilters({ inbox }: { inbox: Inbox }) {
  const { search, rows, change } = inbox
  const { button, opened, setOpened } = useOpensItself<HTMLButtonElement>()
  const procedures = useQuery({ ...procedureNamesQuery, enabled: opened || !!search.procedure }).data ?? []
  const { roles } = useSession()
  const known = new Map(roles.map(({ role, title }) => [role, title]))
  for (const row of rows) for (const { role, title } of row.candidates) known.set(role, title)
  const active = filtersSet(inbox)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={280} trapFocus returnFocus>
      <Popover.Target>
        <FilterButton ref={button} inbox={inbox} aria-expanded={opened} onClick={() => setOpened(!opened)} />
      </Popover.Target>
      <Popover.Dropdown className={classes.filters}>
        <NativeSelect
          label={words.procedure}
          value={search.procedure ?? ''}
          data={[
            { value: '', label: words.anyProcedure },
            ...procedures.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={(e) => change({ procedure: e.currentTarget.value || undefined })}
        />
        <NativeSelect
          label={words.role}
          value={search.role ?? ''}
          data={[{ value: '', label: words.anyRole }, ...[...known].map(([value, label]) => ({ value, label }))]}
          onChange={(e) => change({ role: e.currentTarget.value || undefined })}
        />
        <Checkbox
          label={words.overdue}
          checked={!!search.overdue}
          onChange={(e) => change({ overdue: e.currentTarget.checked || undefined })}
        />
        {active > 0 && (
          <Button
            variant="default"
            onClick={() => change({ procedure: undefined, role: undefined, overdue: undefined })}
          >
            {words.clearFilters}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
