/** Which procedure, then the form of its data. */
import { Button, Modal, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { startableQuery } from '../api/procedureNames'
import { ranked } from '../palette/rank'
import { StartDialog } from '../procedure/start/StartDialog'
import { Lines } from '../shell/PageSkeleton'
import { words } from '../words/en/runs'
import { words as shell } from '../words/en/shell'
import classes from './runs.module.css'

export function StartRun({ onClose }: { onClose: () => void }) {
  const { data, isPending, error } = useQuery(startableQuery)
  const [q, setQ] = useState('')
  const [at, setAt] = useState(0)
  const [chosen, setChosen] = useState<{ id: string; title: string }>()
  if (chosen) return <StartDialog id={chosen.id} title={chosen.title} onClose={onClose} />
  const found = ranked(data ?? [], q, ({ title, id }) => `${title} ${id}`)
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by) {
      event.preventDefault()
      setAt(Math.max(0, Math.min(found.length - 1, at + by)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      setChosen(found[at])
    }
  }
  return (
    <Modal opened onClose={onClose} title={words.choose.title} closeButtonProps={{ 'aria-label': shell.close }}>
      <TextInput
        data-autofocus
        type="search"
        aria-label={words.choose.find}
        placeholder={words.choose.find}
        value={q}
        onChange={(e) => {
          setQ(e.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKey}
      />
      {isPending && <Lines count={5} height={28} />}
      {error && <p role="alert">{error.message}</p>}
      {data && found.length === 0 && (
        <div className={classes.nothing}>
          <p className={classes.quiet}>{q ? words.choose.none : words.choose.nothing}</p>
          <Button variant="default" component={Link} to="/procedures">
            {words.choose.library}
          </Button>
        </div>
      )}
      <ul className={classes.procedures}>
        {found.map((procedure, n) => (
          <li key={procedure.id}>
            <button
              type="button"
              className={classes.procedure}
              data-at={n === at}
              onClick={() => setChosen(procedure)}
              onMouseEnter={() => setAt(n)}
            >
              <strong>{procedure.title}</strong>
              {procedure.purpose && <span className={classes.quiet}>{procedure.purpose}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Modal>
  )
}
