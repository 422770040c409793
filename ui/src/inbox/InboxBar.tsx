/** Whose tasks, which words, which filters, in what order: all of it in the address. */
import { ActionIcon, Button, Checkbox, NativeSelect, Popover, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconFilter, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { procedureNamesQuery } from '../api/procedureNames'
import { useSession } from '../api/session'
import { words } from '../words/en/inbox'
import classes from './inbox.module.css'
import { SCOPES, SORTS, type Sort } from './search'
import type { Inbox } from './useInbox'

export function InboxBar({ inbox }: { inbox: Inbox }) {
  const { scope, sort, counts, change } = inbox
  return (
    <div className={classes.bar}>
      <fieldset className={classes.scopes} aria-label={words.scopes.label} style={{ border: 0, margin: 0, padding: 0 }}>
        {SCOPES.map((each) => (
          <button
            key={each}
            type="button"
            className={classes.scope}
            aria-pressed={scope === each}
            onClick={() => change({ scope: each === 'mine' ? undefined : each, open: undefined })}
          >
            {words.scope(words.scopes[each], counts?.[each], counts?.most)}
          </button>
        ))}
      </fieldset>
      <div className={classes.tools}>
        <Find inbox={inbox} />
        <Filters inbox={inbox} />
        <NativeSelect
          aria-label={words.sort}
          value={sort}
          data={SORTS.map((each) => ({ value: each, label: words.sorts[each] }))}
          onChange={(e) =>
            change({ sort: e.currentTarget.value === 'due' ? undefined : (e.currentTarget.value as Sort) })
          }
        />
      </div>
    </div>
  )
}

/** Searches as one types; the address follows without a step in the history for every letter. */
function Find({ inbox: { search, change } }: { inbox: Inbox }) {
  const [text, setText] = useState(search.q ?? '')
  const tell = useDebouncedCallback((q: string) => change({ q: q.trim() || undefined }, true), 200)
  useEffect(() => setText(search.q ?? ''), [search.q])
  return (
    <TextInput
      id="inbox-find"
      className={classes.find}
      type="search"
      aria-label={words.find}
      placeholder={words.find}
      leftSection={<IconSearch size={15} aria-hidden="true" />}
      value={text}
      onChange={(e) => {
        setText(e.currentTarget.value)
        tell(e.currentTarget.value)
      }}
    />
  )
}

function Filters({ inbox: { search, rows, change } }: { inbox: Inbox }) {
  const [opened, setOpened] = useState(false)
  const procedures = useQuery({ ...procedureNamesQuery, enabled: opened || !!search.procedure }).data ?? []
  const { roles } = useSession()
  const known = new Map(roles.map(({ role, title }) => [role, title]))
  for (const row of rows) for (const { role, title } of row.candidates) known.set(role, title)
  const active = [search.procedure, search.role, search.overdue].filter(Boolean).length
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={280} trapFocus>
      <Popover.Target>
        <ActionIcon
          variant={active ? 'light' : 'default'}
          color={active ? 'indigo' : 'gray'}
          size={36}
          aria-label={words.filters(active)}
          title={words.filters(active)}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          <IconFilter size={16} />
        </ActionIcon>
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
