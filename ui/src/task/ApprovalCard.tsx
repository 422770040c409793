/** What exactly is approved: the action, every argument, why, and what it does; the arguments can be edited first. */
import { Anchor, Textarea, TextInput } from '@mantine/core'
import type { TaskAction } from '../api/tasks'
import { words } from '../words/en/task'
import { type ArgumentLine, argumentLines, shownArgument } from './acts'
import classes from './task.module.css'

interface Props {
  action: TaskAction
  /** The lines while they are edited; none while the arguments stand as they were. */
  lines: ArgumentLine[] | undefined
  onLines: (lines: ArgumentLine[] | undefined) => void
  editable: boolean
}

export function ApprovalCard({ action, lines, onLines, editable }: Props) {
  const given = argumentLines(action.arguments)
  return (
    <section className={classes.card} aria-label={words.action.title}>
      <dl className={classes.facts}>
        <dt>{words.action.what}</dt>
        <dd>
          <code className={classes.code}>{action.connector_action}</code>
        </dd>
        {action.effect && (
          <>
            <dt>{words.action.effect}</dt>
            <dd>{action.effect}</dd>
          </>
        )}
        {action.why && (
          <>
            <dt>{words.action.why}</dt>
            <dd>{action.why}</dd>
          </>
        )}
        <dt>{words.action.arguments}</dt>
        <dd>
          {lines ? (
            <Editor lines={lines} onLines={onLines} />
          ) : given.length ? (
            <dl className={classes.facts}>
              {given.map((line) => (
                <Shown key={line.name} line={line} />
              ))}
            </dl>
          ) : (
            <code className={classes.code}>
              {action.arguments ? shownArgument(action.arguments) : words.action.none}
            </code>
          )}
        </dd>
      </dl>
      {editable && given.length > 0 && (
        <Anchor component="button" type="button" fz="sm" ta="left" onClick={() => onLines(lines ? undefined : given)}>
          {lines ? words.action.keep : words.action.edit}
        </Anchor>
      )}
    </section>
  )
}

const Shown = ({ line }: { line: ArgumentLine }) => (
  <>
    <dt>{line.name}</dt>
    <dd>
      <code className={classes.code}>{line.text}</code>
    </dd>
  </>
)

function Editor({ lines, onLines }: { lines: ArgumentLine[]; onLines: (lines: ArgumentLine[]) => void }) {
  const change = (name: string, text: string) =>
    onLines(lines.map((line) => (line.name === name ? { ...line, text } : line)))
  return (
    <div className={classes.stack}>
      {lines.map(({ name, text, json }) =>
        json && text.includes('\n') ? (
          <Textarea
            key={name}
            label={name}
            autosize
            value={text}
            onChange={(e) => change(name, e.currentTarget.value)}
          />
        ) : (
          <TextInput key={name} label={name} value={text} onChange={(e) => change(name, e.currentTarget.value)} />
        ),
      )}
    </div>
  )
}
