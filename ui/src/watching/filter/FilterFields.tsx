import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import type { LogFilter, LogOverview } from '../../api/eventLogs'
import { words } from '../../words/en/watching'
import { demanding } from './filter'
import classes from './filter.module.css'

const WAYS = [0.5, 0.8, 0.9, 0.95, 0.99]

interface Props {
  overview: LogOverview
  filter: LogFilter
  change: (next: LogFilter) => void
}

export function FilterFields({ overview, filter, change }: Props) {
  const activities = overview.activities.map(({ activity }) => activity)
  const ways = filter.ways && !WAYS.includes(filter.ways) ? [...WAYS, filter.ways].sort() : WAYS
  return (
    <div className={classes.fields}>
      <Day label={words.filter.from} value={filter.from} onSet={(from) => change({ ...filter, from })} />
      <Day label={words.filter.to} value={filter.to} onSet={(to) => change({ ...filter, to })} />
      {(['has', 'lacks'] as const).map((kind) => (
        <NativeSelect
          key={kind}
          className={classes.field}
          size="xs"
          label={words.filter[kind]}
          value=""
          data={[
            { value: '', label: words.filter.anyActivity },
            ...activities.filter((each) => !filter[kind]?.includes(each)).map((each) => ({ value: each, label: each })),
          ]}
          onChange={(event) => event.currentTarget.value && change(demanding(filter, kind, event.currentTarget.value))}
        />
      ))}
      <Attribute overview={overview} filter={filter} change={change} />
      <NativeSelect
        className={classes.field}
        size="xs"
        label={words.filter.ways}
        value={String(filter.ways ?? '')}
        data={[
          { value: '', label: words.filter.allWays },
          ...ways.map((share) => ({ value: String(share), label: words.filter.waysFor(share) })),
        ]}
        onChange={(event) => change({ ...filter, ways: Number(event.currentTarget.value) || undefined })}
      />
    </div>
  )
}

/** A day counts once it is whole: while somebody types, every key would be another question. */
function Day({ label, value, onSet }: { label: string; value?: string | undefined; onSet: (day?: string) => void }) {
  const [typed, setTyped] = useState(value?.slice(0, 10) ?? '')
  useEffect(() => setTyped(value?.slice(0, 10) ?? ''), [value])
  const settle = () => {
    const day = typed || undefined
    if (day !== value?.slice(0, 10)) onSet(day)
  }
  return (
    <TextInput
      className={classes.field}
      size="xs"
      type="date"
      label={label}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => event.key === 'Enter' && settle()}
    />
  )
}

function Attribute({ overview, filter, change }: Props) {
  const [key, setKey] = useState(filter.key ?? '')
  const [typed, setTyped] = useState('')
  useEffect(() => {
    if (filter.key) setKey(filter.key)
  }, [filter.key])
  if (overview.attributes.length === 0) return null
  const attribute = overview.attributes.find((each) => each.key === key)
  const group = (scope: 'case' | 'event', label: string) => {
    const items = overview.attributes.filter((each) => each.scope === scope).map((each) => each.key)
    return items.length > 0 ? [{ group: label, items: [...new Set(items)] }] : []
  }
  const set = (equals: string) => change({ ...filter, key: equals ? key : undefined, equals: equals || undefined })
  const send = (event: FormEvent) => {
    event.preventDefault()
    set(typed.trim())
  }
  return (
    <>
      <NativeSelect
        className={classes.field}
        size="xs"
        label={words.filter.key}
        value={key}
        data={[
          { value: '', label: words.filter.anyKey },
          ...group('case', words.filter.ofCase),
          ...group('event', words.filter.ofEvent),
        ]}
        onChange={(event) => {
          setKey(event.currentTarget.value)
          setTyped('')
          if (filter.key) change({ ...filter, key: undefined, equals: undefined })
        }}
      />
      {attribute && attribute.values.length > 0 && (
        <NativeSelect
          className={classes.field}
          size="xs"
          label={words.filter.value}
          value={filter.key === key ? (filter.equals ?? '') : ''}
          data={[{ value: '', label: words.filter.anyValue }, ...attribute.values]}
          onChange={(event) => set(event.currentTarget.value)}
        />
      )}
      {attribute && attribute.values.length === 0 && (
        <form className={classes.typed} onSubmit={send}>
          <TextInput
            size="xs"
            label={words.filter.value}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button size="xs" variant="default" type="submit">
            {words.filter.set}
          </Button>
        </form>
      )}
    </>
  )
}
