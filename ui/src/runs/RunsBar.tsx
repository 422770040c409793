import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { peopleQuery } from '../api/people'
import { procedureNamesQuery } from '../api/procedureNames'
import { FindBox } from '../shell/FindBox'
import list from '../shell/list.module.css'
import { MoreFilters } from '../shell/MoreFilters'
import { words } from '../words/en/runs'
import { PERIODS, type RunsSearch, STATUSES } from './search'

interface Props {
  search: RunsSearch
  onChange: (next: Partial<RunsSearch>, replace?: boolean) => void
}

export function RunsBar({ search, onChange }: Props) {
  const { status = 'open', procedure = '', starter = '', since = '' } = search
  const procedures = useQuery(procedureNamesQuery).data ?? []
  const people = useQuery(peopleQuery).data ?? []
  const known = (value: string, options: { value: string }[]) =>
    value && !options.some((option) => option.value === value) ? [{ value, label: value }] : []
  const ofProcedures = procedures.map(({ id, title }) => ({ value: id, label: title }))
  const ofPeople = [{ value: 'me', label: words.me }, ...people.map(({ id, name }) => ({ value: id, label: name }))]
  const periods = PERIODS.map((value) => ({ value: value as string, label: words.periods[value] }))
  return (
    <div className={list.bar}>
      <fieldset className={list.choices} aria-label={words.status}>
        {STATUSES.map((each) => (
          <button
            key={each}
            type="button"
            className={list.choice}
            aria-pressed={status === each}
            onClick={() => onChange({ status: each === 'open' ? undefined : each })}
          >
            {words.statuses[each]}
          </button>
        ))}
      </fieldset>
      <FindBox id="runs-find" label={words.find} value={search.q} onFind={(q) => onChange({ q }, true)} />
      <MoreFilters active={[procedure, starter, since].filter(Boolean).length}>
        <NativeSelect
          className={list.filter}
          aria-label={words.procedure}
          value={procedure}
          data={[{ value: '', label: words.anyProcedure }, ...known(procedure, ofProcedures), ...ofProcedures]}
          onChange={(e) => onChange({ procedure: e.currentTarget.value || undefined })}
        />
        <NativeSelect
          className={list.filter}
          aria-label={words.starter}
          value={starter}
          data={[{ value: '', label: words.anyone }, ...known(starter, ofPeople), ...ofPeople]}
          onChange={(e) => onChange({ starter: e.currentTarget.value || undefined })}
        />
        <NativeSelect
          className={list.filter}
          aria-label={words.since}
          value={since}
          data={[
            { value: '', label: words.anyTime },
            ...(since && !periods.some(({ value }) => value === since)
              ? [{ value: since, label: words.sinceDay(since) }]
              : []),
            ...periods,
          ]}
          onChange={(e) => onChange({ since: e.currentTarget.value || undefined })}
        />
      </MoreFilters>
    </div>
  )
}
