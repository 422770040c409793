import { NativeSelect } from '@mantine/core'
import type { Look } from '../../api/eventLogs'
import { words } from '../../words/en/watching'
import classes from './add.module.css'
import {
  type Chosen,
  COLUMNS,
  type Column,
  columnOf,
  DELIMITERS,
  missing,
  NEEDED,
  TIMES,
  twice,
  undecided,
} from './mapping'

interface Props {
  look: Look
  chosen: Chosen
  /** Somebody wanted to go on: from now on it is said what is missing. */
  asked: boolean
  relooking: boolean
  onChoose: (next: Partial<Chosen>) => void
}

/** Which column is what, beside the first rows of the table. */
export function Columns({ look, chosen, asked, relooking, onChoose }: Props) {
  const { mapping, columns, rows } = look
  if (!mapping) return null
  const lacking = missing(chosen, look)
  const double = twice(chosen, look)
  const said = new Map(COLUMNS.map((column) => [columnOf(column, chosen, look), words.columns[column]]))
  const wrong = (column: Column) => {
    if (asked && lacking.includes(column)) return words.add.needed
    return double.includes(column) ? words.add.twice : undefined
  }
  const open = undecided(chosen, look)
  const delimiter = chosen.delimiter ?? mapping.delimiter
  return (
    <fieldset className={classes.columns} aria-busy={relooking}>
      <legend>{words.add.columns}</legend>
      <p className={classes.quiet}>{words.add.columnsHelp}</p>
      <div className={classes.fields}>
        {COLUMNS.map((column) => (
          <NativeSelect
            key={column}
            className={classes.field}
            label={words.columns[column]}
            withAsterisk={NEEDED.includes(column)}
            required={NEEDED.includes(column)}
            value={columnOf(column, chosen, look)}
            error={wrong(column)}
            data={[{ value: '', label: words.add.noColumn }, ...columns.map((name) => ({ value: name, label: name }))]}
            onChange={(event) => onChoose({ columns: { ...chosen.columns, [column]: event.currentTarget.value } })}
          />
        ))}
        <NativeSelect
          className={classes.field}
          label={words.add.times}
          value={open ? '' : (chosen.times ?? mapping.times)}
          error={open ? words.add.dayOrMonth : undefined}
          data={[
            ...(open ? [{ value: '', label: words.add.choose }] : []),
            ...TIMES.map((value) => ({ value, label: words.times[value] })),
          ]}
          onChange={(event) => onChoose({ times: event.currentTarget.value || undefined })}
        />
        {look.format === 'csv' && (
          <NativeSelect
            className={classes.field}
            label={words.add.delimiter}
            value={delimiter}
            data={[
              ...DELIMITERS.map((value) => ({ value: value as string, label: words.delimiters[value] })),
              ...(DELIMITERS.some((value) => value === delimiter) ? [] : [{ value: delimiter, label: delimiter }]),
            ]}
            onChange={(event) => onChoose({ delimiter: event.currentTarget.value })}
          />
        )}
      </div>
      <section className={classes.sample} aria-label={words.add.sample} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col" data-said={said.has(name)}>
                  {name}
                  <span>{said.get(name)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file, in their order
              <tr key={line}>
                {row.map((text, at) => (
                  <td key={columns[at] ?? at} title={text} data-said={said.has(columns[at] ?? '')}>
                    {text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </fieldset>
  )
}
