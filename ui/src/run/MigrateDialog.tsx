import { Modal, NativeSelect, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { keys } from '../api/keys'
import { previewMigration } from '../api/runs'
import { DialogEnd } from '../shell/DialogEnd'
import { words } from '../words/en/run'
import { words as shell } from '../words/en/shell'
import type { RunDialogProps } from './RunDialog'
import classes from './run.module.css'
import { otherVersions } from './versions'

/** Moves the run to another version, after it was seen what becomes of each of its steps. */
export function MigrateDialog({ run, pending, failure, onAct, onClose }: RunDialogProps) {
  const [number, setNumber] = useState(() => otherVersions(run)[0] ?? run.procedure.number)
  const [names, setNames] = useState<Record<string, string>>({})
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const preview = useQuery({
    queryKey: [...keys.run(run.run), 'migration', number, names],
    queryFn: () => previewMigration(run.run, number, names),
    retry: false,
  })
  const titles = new Map(run.steps.map(({ id, title }) => [id, title]))
  const possible = preview.data?.possible ?? false
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (possible && reason.trim()) onAct({ act: 'migrate', number, names, reason: reason.trim() })
  }
  const text = words.dialog.migrate
  return (
    <Modal opened onClose={onClose} size="lg" title={text.title} closeButtonProps={{ 'aria-label': shell.close }}>
      <form className={classes.form} onSubmit={send}>
        <NativeSelect
          label={text.number}
          value={String(number)}
          data={otherVersions(run).map((other) => ({
            value: String(other),
            label: other === run.latest ? text.newest(other) : text.version(other),
          }))}
          onChange={(e) => {
            setNumber(Number(e.currentTarget.value))
            setNames({})
          }}
        />
        {preview.data && (
          <table className={classes.fates}>
            <caption>{text.preview}</caption>
            <tbody>
              {preview.data.steps.map((fate) => (
                <tr key={fate.step}>
                  <td>{titles.get(fate.step) ?? fate.step}</td>
                  <td>
                    {fateWords(fate)}
                    {fate.problem && <span className={classes.quiet}> {fate.problem}</span>}
                    {!fate.becomes && (
                      <NativeSelect
                        aria-label={text.becomes(titles.get(fate.step) ?? fate.step)}
                        value={names[fate.step] ?? ''}
                        data={[{ value: '', label: text.nothing }, ...preview.data.new]}
                        onChange={(e) => {
                          const { [fate.step]: _, ...others } = names
                          const chosen = e.currentTarget.value
                          setNames(chosen ? { ...others, [fate.step]: chosen } : others)
                        }}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {(preview.error || (preview.data && !possible)) && (
          <p role="alert">{preview.error?.message ?? text.impossible}</p>
        )}
        <Textarea
          label={text.reason}
          autosize
          minRows={2}
          value={reason}
          error={asked && !reason.trim() ? words.dialog.needed : failure}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        <DialogEnd submit={text.submit(number)} pending={pending} onClose={onClose} />
      </form>
    </Modal>
  )
}

function fateWords({
  step,
  becomes,
  unchanged,
}: {
  step: string
  becomes?: string | null
  unchanged: boolean
}): string {
  if (!becomes) return words.dialog.migrate.gone
  if (becomes !== step) return words.dialog.migrate.renamed(becomes)
  return unchanged ? words.dialog.migrate.same : words.dialog.migrate.changed
}
