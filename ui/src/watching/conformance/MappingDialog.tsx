/** Says which step an activity of the log is. What was guessed by the names is marked as such. */
import { Modal, MultiSelect, SegmentedControl, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Mapped, mappingQuery, sayMapping } from '../../api/conformance'
import { keys } from '../../api/keys'
import { asProblem } from '../../api/problem'
import { DialogEnd } from '../../shell/DialogEnd'
import dialog from '../../shell/dialog.module.css'
import { Lines } from '../../shell/PageSkeleton'
import { words } from '../../words/en/conformance'
import { words as shell } from '../../words/en/shell'
import classes from './conformance.module.css'
import { type Changes, changed, fitting, SHOWN, type Shown, stepsOf, toSay } from './mapping'

/** More are found by their names. */
const MOST_ROWS = 60

interface Props {
  log: string
  procedure: string
  /** Every step that work can be done at, as the diagram has them. */
  steps: { value: string; label: string }[]
  onClose: () => void
}

export function MappingDialog(props: Props) {
  const { data, error } = useQuery(mappingQuery(props.log, props.procedure))
  return (
    <Modal
      opened
      size="xl"
      onClose={props.onClose}
      title={words.mapping.title}
      closeButtonProps={{ 'aria-label': shell.close }}
    >
      {data ? (
        <Mapping {...props} mapped={data} />
      ) : error ? (
        <p role="alert">{asProblem(error).message}</p>
      ) : (
        <Lines count={8} height={28} />
      )}
    </Modal>
  )
}

function Mapping({ log, procedure, steps, onClose, mapped }: Props & { mapped: Mapped }) {
  const client = useQueryClient()
  const [query, setQuery] = useState('')
  const open = mapped.activities.some((each) => each.steps.length === 0)
  const [shown, setShown] = useState<Shown>(open ? 'open' : 'all')
  const [changes, setChanges] = useState<Changes>({})
  const save = useMutation({
    mutationFn: () => sayMapping(log, procedure, toSay(mapped.activities, changes), mapped.etag),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.conformance(procedure) })
      void client.invalidateQueries({ queryKey: keys.mapping(log, procedure) })
      notifications.show({ message: words.mapping.saved })
      onClose()
    },
    onError: (error) => {
      if (asProblem(error).status === 412 || asProblem(error).status === 409)
        void client.invalidateQueries({ queryKey: keys.mapping(log, procedure) })
    },
  })
  const rows = fitting(mapped.activities, query, shown)
  const problem = save.error ? asProblem(save.error) : undefined
  const overtaken = problem?.status === 412 || problem?.status === 409
  const count = Object.keys(changes).length
  return (
    <form
      className={classes.mapping}
      onSubmit={(event) => {
        event.preventDefault()
        if (count === 0) onClose()
        else save.mutate()
      }}
    >
      <p className={classes.quiet}>{words.mapping.help}</p>
      <div className={classes.mappingBar}>
        <TextInput
          data-autofocus
          className={classes.find}
          type="search"
          aria-label={words.mapping.find}
          placeholder={words.mapping.find}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={words.mapping.show}
          value={shown}
          onChange={(value) => setShown(value as Shown)}
          data={SHOWN.map((value) => ({ value, label: words.mapping.shown[value] }))}
        />
      </div>
      {rows.length === 0 && <p className={classes.quiet}>{words.mapping.nothing}</p>}
      <ul className={classes.activities}>
        {rows.slice(0, MOST_ROWS).map((row) => (
          <li key={row.activity} data-changed={row.activity in changes}>
            <span className={classes.activity}>
              <strong>{row.activity}</strong>
              <span className={classes.quiet}>
                {words.mapping.times(row.times)}
                {row.guessed && row.steps.length > 0 && !(row.activity in changes) && ` · ${words.mapping.guessed}`}
              </span>
            </span>
            <MultiSelect
              aria-label={words.mapping.steps(row.activity)}
              placeholder={stepsOf(row, changes).length === 0 ? words.mapping.none : undefined}
              data={steps}
              searchable
              hidePickedOptions
              value={stepsOf(row, changes)}
              onChange={(value) => setChanges((old) => changed(mapped.activities, old, row.activity, value))}
            />
          </li>
        ))}
      </ul>
      {rows.length > MOST_ROWS && <p className={classes.quiet}>{words.mapping.rest(rows.length - MOST_ROWS)}</p>}
      {problem && <p role="alert">{overtaken ? words.mapping.overtaken : problem.message}</p>}
      <div className={classes.mappingEnd}>
        <span className={classes.quiet} role="status">
          {words.mapping.changed(count)}
        </span>
        <div className={dialog.end}>
          <DialogEnd submit={words.mapping.save} pending={save.isPending} onClose={onClose} />
        </div>
      </div>
    </form>
  )
}
