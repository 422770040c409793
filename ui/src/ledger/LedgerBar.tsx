import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { peopleQuery } from '../api/people'
import { PERIODS } from '../runs/search'
import { FindBox } from '../shell/FindBox'
import list from '../shell/list.module.css'
import { MoreFilters } from '../shell/MoreFilters'
import { words } from '../words/en/ledger'
import { words as runs } from '../words/en/runs'
import { KINDS, type Kind, type LedgerSearch } from './search'

interface Props {
  search: LedgerSearch
  onChange: (next: Partial<LedgerSearch>, replace?: boolean) => void
}

export function LedgerBar({ search, onChange }: Props) {
  const people = useQuery(peopleQuery).data ?? []
  const { kind = '', person = '', since = '' } = search
  const unknown = person && !people.some(({ id }) => id === person) ? [{ value: person, label: person }] : []
  return (
    <div className={list.bar}>
      <MoreFilters active={[kind, person, since].filter(Boolean).length}>
        <NativeSelect
          className={list.filter}
          aria-label={words.kind}
          value={kind}
          data={[
            { value: '', label: words.anyKind },
            ...KINDS.map((each) => ({ value: each as string, label: words.kinds[each] })),
          ]}
          onChange={(e) => onChange({ kind: (e.currentTarget.value || undefined) as Kind | undefined })}
        />
        <NativeSelect
          className={list.filter}
          aria-label={words.person}
          value={person}
          data={[
            { value: '', label: words.anyone },
            ...unknown,
            ...people.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(e) => onChange({ person: e.currentTarget.value || undefined })}
        />
        <NativeSelect
          className={list.filter}
          aria-label={words.since}
          value={since}
          data={[
            { value: '', label: words.anyTime },
            ...PERIODS.map((value) => ({ value: value as string, label: runs.periods[value] })),
          ]}
          onChange={(e) => onChange({ since: e.currentTarget.value || undefined })}
        />
      </MoreFilters>
      <FindBox
        id="ledger-find"
        label={words.subject}
        value={search.subject}
        onFind={(subject) => onChange({ subject }, true)}
      />
    </div>
  )
}
