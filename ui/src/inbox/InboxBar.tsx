/** Whose tasks, which words, which filters, in what order: all of it in the address. */
import { NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { LateLayer } from '../shell/late'
import { words } from '../words/en/inbox'
import { FilterButton } from './FilterButton'
import classes from './inbox.module.css'
import { SCOPES, SORTS, type Sort } from './search'
import type { Inbox } from './useInbox'

const loadFilters = async () => (await import('./InboxFilters')).InboxFilters

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
          rightSectionWidth={34}
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

function Filters({ inbox }: { inbox: Inbox }) {
  return (
    <LateLayer
      load={loadFilters}
      kind="dialog"
      button={(late) => <FilterButton inbox={inbox} {...late} />}
      whole={(InboxFilters) => <InboxFilters inbox={inbox} />}
    />
  )
}
