import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Look } from '../../api/eventLogs'
import { words as shell } from '../../words/en/shell'
import { words } from '../../words/en/watching'
import { fileSize } from '../../words/format'
import classes from './add.module.css'
import { Columns } from './Columns'
import { type Chosen, missing, twice, undecided } from './mapping'
import { Problems } from './Report'

interface Props {
  file: File
  look: Look
  chosen: Chosen
  /** The columns are being read anew. */
  relooking: boolean
  failure: string | undefined
  onChoose: (next: Partial<Chosen>) => void
  onSend: () => void
  onClose: () => void
}

/** What was understood of a file, and everything of it that can be put right before it is read. */
export function Understood({ file, look, chosen, relooking, failure, onChoose, onSend, onClose }: Props) {
  const [asked, setAsked] = useState(false)
  const name = useRef<HTMLInputElement>(null)
  // The dialog was there before its fields, and could not give them the focus.
  useEffect(() => name.current?.focus(), [])
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    const wrong = [...missing(chosen, look), ...twice(chosen, look)]
    if (wrong.length === 0 && !undecided(chosen, look)) onSend()
  }
  const types = look.object_types ?? []
  const problems = look.report.problems.filter(({ problem }) => problem !== 'no-column' && !problem.endsWith('cut-off'))
  return (
    <form className={classes.stack} onSubmit={send} noValidate>
      <p className={classes.quiet}>
        {words.formats[look.format] ?? look.format} · {fileSize(file.size)}
        {look.report.events > 0 && ` · ${words.add.beginning(look.report.events, look.report.cases)}`}
      </p>
      <TextInput
        ref={name}
        label={words.add.name}
        value={chosen.title}
        onChange={(event) => onChoose({ title: event.currentTarget.value })}
      />
      {look.mapping && <Columns look={look} chosen={chosen} asked={asked} relooking={relooking} onChoose={onChoose} />}
      {types.length > 0 && (
        <NativeSelect
          label={words.add.objectType}
          description={words.add.objectTypeHelp}
          value={chosen.objectType ?? types[0]?.name ?? ''}
          data={types.map(({ name, objects }) => ({ value: name, label: words.add.objects(name, objects) }))}
          onChange={(event) => onChoose({ objectType: event.currentTarget.value })}
        />
      )}
      <Checkbox
        label={words.add.pseudonyms}
        description={words.add.pseudonymsHelp}
        checked={chosen.pseudonyms}
        onChange={(event) => onChoose({ pseudonyms: event.currentTarget.checked })}
      />
      {problems.length > 0 && (
        <section aria-label={words.add.noticed}>
          <h3>{words.add.noticed}</h3>
          <Problems problems={problems} />
        </section>
      )}
      {failure && (
        <p role="alert" className={classes.failure}>
          {failure}
        </p>
      )}
      <div className={classes.end}>
        <Button variant="default" onClick={onClose}>
          {shell.cancel}
        </Button>
        <Button type="submit" disabled={relooking}>
          {words.add.submit}
        </Button>
      </div>
    </form>
  )
}
