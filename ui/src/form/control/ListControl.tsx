/** A list as a table that is edited in place; rows with long or nested parts are cards. */
import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { words } from '../../words/en/form'
import { type Entry, emptyEntry, type Field, isParts } from '../field'
import { fitsTable } from '../shape'
import classes from './control.module.css'
import { FieldControl } from './FieldControl'
import { Group } from './frame'
import { type ControlProps, useFormPlace } from './props'

export function ListControl({ field, entry, onChange, path, bare }: ControlProps) {
  const { disabled } = useFormPlace()
  const item = field.items
  if (!item) return null
  const rows = Array.isArray(entry) ? entry : []
  const change = (n: number, row: Entry) => onChange(rows.map((old, m) => (m === n ? row : old)))
  const remove = (n: number) => onChange(rows.filter((_, m) => m !== n))
  const shared = { item, rows, path, label: field.label, change, remove, disabled }
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
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={() => onChange([...rows, emptyEntry(item)])}
          >
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
  path: string
  label: string
  change: (n: number, row: Entry) => void
  remove: (n: number) => void
  disabled: boolean
}

const columnsOf = (item: Field): Field[] => (item.type === 'object' ? (item.properties ?? []) : [item])

function Table({ item, rows, path, label, change, remove, disabled }: RowsProps) {
  const columns = columnsOf(item)
  const cell = (row: Entry, n: number, column: Field) => {
    const rowLabel = `${words.list.row(column.label || label, n + 1)}`
    const named = { ...column, label: rowLabel }
    if (item.type !== 'object') {
      return (
        <FieldControl bare field={named} entry={row} path={`${path}.${n}`} onChange={(entry) => change(n, entry)} />
      )
    }
    const parts = isParts(row) ? row : {}
    return (
      <FieldControl
        bare
        field={named}
        entry={parts[column.name]}
        path={`${path}.${n}.${column.name}`}
        onChange={(entry) => change(n, { ...parts, [column.name]: entry })}
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
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
            <tr key={n}>
              {columns.map((column) => (
                <td key={column.name}>{cell(row, n, column)}</td>
              ))}
              <td>{!disabled && <RemoveRow n={n} remove={remove} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cards({ item, rows, path, label, change, remove, disabled }: RowsProps) {
  return rows.map((row, n) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
    <div key={n} className={classes.card}>
      <div className={classes.cardHead}>
        {words.list.row(item.label || label, n + 1)}
        {!disabled && <RemoveRow n={n} remove={remove} />}
      </div>
      <FieldControl
        bare
        field={{ ...item, label: words.list.row(item.label || label, n + 1) }}
        entry={row}
        path={`${path}.${n}`}
        onChange={(entry) => change(n, entry)}
      />
    </div>
  ))
}

function RemoveRow({ n, remove }: { n: number; remove: (n: number) => void }) {
  return (
    <ActionIcon
      aria-label={words.list.remove(n + 1)}
      title={words.list.remove(n + 1)}
      size="lg"
      onClick={() => remove(n)}
    >
      <IconTrash size={16} />
    </ActionIcon>
  )
}
