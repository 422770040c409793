/** Which procedure, and which publication of it, the log is held against. */
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { procedureNamesQuery } from '../../api/procedureNames'
import { versionsQuery } from '../../api/procedures'
import { words } from '../../words/en/conformance'
import classes from './conformance.module.css'
import type { ConformanceSearch } from './search'

type Compared = Pick<ConformanceSearch, 'procedure' | 'number'>

export function Compare({ compared, onChoose }: { compared: Compared; onChoose: (next: Compared) => void }) {
  const { procedure, number } = compared
  const procedures = useQuery(procedureNamesQuery).data ?? []
  const versions = useQuery({ ...versionsQuery(procedure ?? ''), enabled: procedure !== undefined }).data ?? []
  const known = procedures.map(({ id, title }) => ({ value: id, label: title }))
  const options =
    procedure && !known.some(({ value }) => value === procedure)
      ? [{ value: procedure, label: procedure }, ...known]
      : known
  const latest = Math.max(0, ...versions.map((version) => version.number))
  return (
    <div className={classes.compare}>
      <NativeSelect
        className={classes.procedure}
        aria-label={words.choose.label}
        value={procedure ?? ''}
        data={[...(procedure ? [] : [{ value: '', label: words.choose.none }]), ...options]}
        onChange={(event) => onChoose({ procedure: event.currentTarget.value || undefined })}
      />
      {versions.length > 1 && (
        <NativeSelect
          className={classes.version}
          aria-label={words.choose.version}
          value={String(number ?? latest)}
          data={versions.map((version) => ({
            value: String(version.number),
            label: version.number === latest ? words.choose.latest(latest) : words.choose.number(version.number),
          }))}
          onChange={(event) => {
            const chosen = Number(event.currentTarget.value)
            onChoose({ procedure, ...(chosen === latest ? {} : { number: chosen }) })
          }}
        />
      )}
    </div>
  )
}
