/** A list as a table that is edited in place; rows with long or nested parts are cards. */
import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { words } from '../../words/en/form'
import { type Change, changed, type Entry, emptyEntry, type Field, partsOf } from '../field'
import { changeRow, fitKeys, withoutKey } from '../rowKeys'
import { fitsTable } from '../shape'
import classes from './control.module.css'
import { FieldControl } from './FieldControl'
import { Group } from './frame'
import { type ControlProps, useFormPlace } from './props'

const rowsOf = (entry: Entry | undefined): Entry[] => (Array.isArray(entry) ? entry : [])

export function ListControl({ field, entry, onChange, path, bare }: ControlProps) {
  const { disabled } = useFormPlace()
  const rows = rowsOf(entry)
  const [named, setNamed] = useState(() => fitKeys([], rows.length))
  const keys = fitKeys(named, rows.length)
  // For changes that come late, such as the end of an upload: which rows there are by then.
  const latest = useRef(keys)
  useLayoutEffect(() => {
    latest.current = keys
  })
  const item = field.items
  if (!item) return null
  const change = (key: number, change: Change) => {
    const now = latest.current
    onChange((entry) => changeRow(rowsOf(entry), now, key, (row) => changed(row, change)))
  }
  const remove = (key: number) => {
    const place = keys.indexOf(key)
    setNamed(withoutKey(keys, key))
    onChange((entry) => rowsOf(entry).filter((_, n) => n !== place))
  }
  const add = () => {
    setNamed(fitKeys(keys, rows.length + 1))
    onChange((entry) => [...rowsOf(entry), emptyEntry(item)])
  }
  const shared = { item, rows, keys, path, label: field.label, change, remove, disabled }
  return (
    <Group field={field} path={path} bare={bare}>
      {rows.length === 0 ? (
        <p className={classes.nothing}>{words.list.none}</p>
      ) : fitsTable(item) ? (
        <Table {...shared} />
      ) : (
        <Cards {...shared} />
      )}
      {!disabled && (
        <div>
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={add}>
            {words.list.add(item.label || field.label)}
          </Button>
        </div>
      )}
    </Group>
  )
}

interface RowsProps {
  item: Field
  rows: Entry[]
  /** Of each row, in the same order. */
  keys: number[]
  path: string
  label: string
  change: (key: number, change: Change) => void
  remove: (key: number) => void
  disabled: boolean
}

const columnsOf = (item: Field): Field[] => (item.type === 'object' ? (item.properties ?? []) : [item])

function Table({ item, rows, keys, path, label, change, remove, disabled }: RowsProps) {
  const columns = columnsOf(item)
  const cell = (row: Entry, n: number, column: Field) => {
    const key = keys[n] ?? n
    const rowLabel = `${words.list.row(column.label || label, n + 1)}`
    const named = { ...column, label: rowLabel }
    if (item.type !== 'object') {
      return (
        <FieldControl bare field={named} entry={row} path={`${path}.${n}`} onChange={(cell) => change(key, cell)} />
      )
    }
    return (
      <FieldControl
        bare
        field={named}
        entry={partsOf(row)[column.name]}
        path={`${path}.${n}.${column.name}`}
        onChange={(cell) =>
          change(key, (now) => ({ ...partsOf(now), [column.name]: changed(partsOf(now)[column.name], cell) }))
        }
      />
    )
  }
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col">
                {column.label || label}
              </th>
            ))}
            <th scope="col">
              <span className={classes.hidden}>{words.list.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, n) => (
            <tr key={keys[n]}>
              {columns.map((column) => (
                <td key={column.name}>{cell(row, n, column)}</td>
              ))}
              <td>{!disabled && <RemoveRow n={n} onRemove={() => remove(keys[n] ?? n)} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cards({ item, rows, keys, path, label, change, remove, disabled }: RowsProps) {
  return rows.map((row, n) => (
    <div key={keys[n]} className={classes.card}>
      <div className={classes.cardHead}>
        {words.list.row(item.label || label, n + 1)}
        {!disabled && <RemoveRow n={n} onRemove={() => remove(keys[n] ?? n)} />}
      </div>
      <FieldControl
        bare
        field={{ ...item, label: words.list.row(item.label || label, n + 1) }}
        entry={row}
        path={`${path}.${n}`}
        onChange={(row) => change(keys[n] ?? n, row)}
      />
    </div>
  ))
}

function RemoveRow({ n, onRemove }: { n: number; onRemove: () => void }) {
  return (
    <ActionIcon aria-label={words.list.remove(n + 1)} title={words.list.remove(n + 1)} size="lg" onClick={onRemove}>
      <IconTrash size={16} />
    </ActionIcon>
  )
}
