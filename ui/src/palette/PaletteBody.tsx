import { Kbd } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Fragment, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { showKeys } from '../shell/shortcuts'
import { words } from '../words/en/palette'
import { around, type Entry, offered } from './entries'
import classes from './palette.module.css'
import { usePalette } from './usePalette'

interface Props {
  onClose: () => void
  onStart: (procedure: { id: string; title: string }) => void
}

export function PaletteBody({ onClose, onStart }: Props) {
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<string>()
  const { own, found, searching } = usePalette(query, onStart)
  const entries = offered(own, found, query)
  const at = Math.max(
    0,
    entries.findIndex(({ id }) => id === chosen),
  )
  const list = useRef<HTMLDivElement>(null)
  const prefix = useId()
  useEffect(() => {
    list.current?.querySelectorAll('[role="option"]')[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const take = (entry: Entry | undefined) => {
    if (!entry) return
    onClose()
    // The dialog gives the focus back first, so that what the page does with it stands.
    setTimeout(entry.run, 0)
  }
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by) {
      event.preventDefault()
      setChosen(entries[around(at, by, entries.length)]?.id)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      take(entries[at])
    }
  }
  return (
    <>
      <div className={classes.ask}>
        <IconSearch size={18} aria-hidden="true" />
        <input
          data-autofocus
          className={classes.input}
          role="combobox"
          aria-expanded="true"
          aria-controls={prefix}
          aria-activedescendant={entries[at] ? `${prefix}${at}` : undefined}
          aria-label={words.title}
          placeholder={words.placeholder}
          value={query}
          spellCheck={false}
          autoComplete="off"
          onChange={(e) => {
            setQuery(e.currentTarget.value)
            setChosen(undefined)
          }}
          onKeyDown={onKey}
        />
      </div>
      <div ref={list} id={prefix} role="listbox" aria-label={words.title} className={classes.list} tabIndex={-1}>
        {entries.map((entry, n) => (
          <Fragment key={entry.id}>
            {entry.group !== entries[n - 1]?.group && (
              <div className={classes.group} role="presentation">
                {words.groups[entry.group]}
              </div>
            )}
            <Option id={`${prefix}${n}`} entry={entry} chosen={n === at} onPoint={setChosen} onTake={take} />
          </Fragment>
        ))}
      </div>
      <div className={classes.foot} role="status" data-hint={!searching && entries.length > 0}>
        {searching ? words.searching : entries.length === 0 ? `${words.none} ${words.noneHelp}` : words.help}
      </div>
    </>
  )
}

interface OptionProps {
  id: string
  entry: Entry
  chosen: boolean
  onPoint: (id: string) => void
  onTake: (entry: Entry) => void
}

function Option({ id, entry, chosen, onPoint, onTake }: OptionProps) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      className={classes.option}
      onMouseMove={() => onPoint(entry.id)}
      onClick={() => onTake(entry)}
    >
      <span className={classes.title}>{entry.title}</span>
      {entry.about && <span className={classes.about}>{entry.about}</span>}
      {entry.keys && <Kbd size="xs">{showKeys(entry.keys)}</Kbd>}
    </div>
  )
}
