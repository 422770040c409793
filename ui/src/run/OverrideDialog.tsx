import { Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { DialogEnd } from '../shell/DialogEnd'
import { type ArgumentLine, argumentLines, readArguments } from '../task/acts'
import { words } from '../words/en/run'
import { words as shell } from '../words/en/shell'
import type { RunDialogProps } from './RunDialog'
import classes from './run.module.css'

/** Replaces what a machine's step set, with a reason code that is counted and words that explain. */
export function OverrideDialog({
  run,
  step: given = '',
  pending,
  failure,
  onAct,
  onClose,
}: RunDialogProps & { step?: string }) {
  const steps = run.steps.filter((step) => step.sets.length > 0 && step.visits > 0)
  const linesOf = (id: string) => {
    const names = steps.find((each) => each.id === id)?.sets ?? []
    const values = names.map((name) => [name, run.data.find((datum) => datum.name === name)?.value ?? ''])
    return argumentLines(Object.fromEntries(values))
  }
  const [step, setStep] = useState(given)
  const [lines, setLines] = useState<ArgumentLine[]>(() => linesOf(given))
  const [code, setCode] = useState('')
  const [reason, setReason] = useState('')
  const [mistake, setMistake] = useState<string>()
  const choose = (id: string) => {
    setStep(id)
    setLines(linesOf(id))
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    const read = readArguments(lines)
    if (!step || !code.trim() || !reason.trim()) return setMistake(words.dialog.needed)
    if ('bad' in read) return setMistake(words.dialog.override.json(read.bad))
    setMistake(undefined)
    onAct({ act: 'override', step, values: read.value, code: code.trim(), words: reason.trim() })
  }
  const text = words.dialog.override
  return (
    <Modal opened onClose={onClose} title={text.title} closeButtonProps={{ 'aria-label': shell.close }}>
      {steps.length === 0 ? (
        <p className={classes.quiet}>{text.none}</p>
      ) : (
        <form className={classes.form} onSubmit={send}>
          <p className={classes.quiet}>{text.help}</p>
          <NativeSelect
            label={text.step}
            value={step}
            data={[
              { value: '', label: words.dialog.chooseStep },
              ...steps.map(({ id, title }) => ({ value: id, label: title })),
            ]}
            onChange={(e) => choose(e.currentTarget.value)}
          />
          {lines.map((line) => (
            <Textarea
              key={line.name}
              label={run.data.find(({ name }) => name === line.name)?.label ?? line.name.replaceAll('_', ' ')}
              autosize
              value={line.text}
              onChange={(e) => {
                const typed = e.currentTarget.value
                setLines(lines.map((each) => (each === line ? { ...line, text: typed } : each)))
              }}
            />
          ))}
          <TextInput
            label={text.code}
            description={text.codeHelp}
            value={code}
            onChange={(e) => setCode(e.currentTarget.value)}
          />
          <Textarea
            label={text.words}
            autosize
            minRows={2}
            value={reason}
            error={mistake ?? failure}
            onChange={(e) => setReason(e.currentTarget.value)}
          />
          <DialogEnd submit={text.submit} pending={pending} onClose={onClose} />
        </form>
      )}
    </Modal>
  )
}
