import { useMediaQuery } from '@mantine/hooks'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { ActDone, TaskAct, TaskForm } from '../api/tasks'
import { Fields } from '../form/Fields'
import { useShortcuts } from '../shell/shortcuts'
import { words } from '../words/en/task'
import { sentence } from '../words/format'
import { ApprovalCard } from './ApprovalCard'
import { primaryAct, suggestedOption } from './acts'
import { focusFirst } from './focus'
import { Hidden } from './Hidden'
import { lookedAt } from './hidden'
import { Notice } from './Notice'
import { Options } from './Options'
import { SettleFields } from './SettleFields'
import { TaskBar } from './TaskBar'
import { TaskHead } from './TaskHead'
import { TaskSheet } from './TaskSheet'
import classes from './task.module.css'
import { useTaskWork } from './useTaskWork'

interface Props {
  form: TaskForm
  inRun: boolean
  enter?: RefObject<boolean>
  onDone: (act: TaskAct['act'], acted: ActDone) => void
}

export function TaskBody({ form, inRun, enter, onDone }: Props) {
  const work = useTaskWork(form, onDone)
  const body = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!enter?.current) return
    enter.current = false
    focusFirst(body.current)
  }, [enter])
  const small = useMediaQuery('(max-width: 900px)')
  const primary = primaryAct(form)
  const [revealed, setRevealed] = useState<TaskForm>()
  const shown = lookedAt(form, revealed)
  const { may } = form
  const canFill = may.complete || may.approve
  useShortcuts(primary ? [{ key: 'mod+Enter', words: words.shortcut.send, run: () => work.sendPrimary(primary) }] : [])
  return (
    <article ref={body} className={classes.panel} aria-label={form.title}>
      <div className={classes.body}>
        <TaskHead form={form} inRun={inRun} />
        {!primary && (
          <p className={classes.whyNot} role="note">
            {form.why_not ? sentence(form.why_not) : words.notYours}
          </p>
        )}
        {work.seen.changes.length > 0 && <Notice seen={work.seen} onSeen={work.markSeen} />}
        {form.returned.length > 0 && (
          <div className={classes.notice}>
            <strong>{words.returned}</strong>
            <ul>
              {form.returned.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </div>
        )}
        <TaskSheet
          form={shown}
          guided={inRun && !small}
          card={
            shown.action && (
              <ApprovalCard
                action={shown.action}
                lines={work.lines}
                onLines={work.setLines}
                editable={may.approve && shown.action.editable}
              />
            )
          }
          signed={canFill ? work.signed : undefined}
          onSigned={work.setSigned}
        >
          {may.reveal && <Hidden form={form} revealed={shown === form ? undefined : shown} onReveal={setRevealed} />}
          {form.fields.length > 0 && (
            <Fields fields={form.fields} state={work.entries} zone={work.zone} run={form.run} disabled={!canFill} />
          )}
          {form.options.length > 0 && (
            <Options
              title={words.choices.title}
              name={`option-${form.run}-${form.task}`}
              options={form.options.map(({ index, text }) => ({ value: String(index), text }))}
              chosen={work.option}
              suggested={suggestedOption(form)}
              disabled={!may.choose}
              onChoose={work.setOption}
            />
          )}
          {may.settle && <SettleFields work={work} outcomes={form.outcomes} />}
        </TaskSheet>
        {work.failure && (
          <p className={classes.notice} role="alert">
            {work.failure}
          </p>
        )}
      </div>
      <TaskBar form={form} work={work} primary={primary} />
    </article>
  )
}
