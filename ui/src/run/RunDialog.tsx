import type { RunAct, RunScreen } from '../api/runs'
import { ReasonDialog } from '../shell/ReasonDialog'
import { words } from '../words/en/run'
import { MigrateDialog } from './MigrateDialog'
import { OverrideDialog } from './OverrideDialog'
import type { RunAsked } from './RunActs'
import { StepDialog } from './StepDialog'

export interface RunDialogProps {
  run: RunScreen
  pending: boolean
  failure: string | undefined
  onAct: (act: RunAct) => void
  onClose: () => void
}

/** What is asked before an act on the run; it stays open, with what was typed, until the server agreed. */
export function RunDialog({ asked, ...shared }: RunDialogProps & { asked: RunAsked }) {
  const { run, onAct } = shared
  const name = run.case ?? run.run
  switch (asked) {
    case 'pause':
      return (
        <ReasonDialog
          {...shared}
          title={words.dialog.pause.title(name)}
          label={words.dialog.pause.reason}
          submit={words.dialog.pause.submit}
          onSubmit={(reason) => onAct({ act: 'pause', reason })}
        />
      )
    case 'cancel':
      return (
        <ReasonDialog
          {...shared}
          danger
          title={words.dialog.cancel.title(name)}
          label={words.dialog.cancel.reason}
          help={words.dialog.cancel.help}
          submit={words.dialog.cancel.submit(name)}
          leave={words.dialog.cancel.leave}
          onSubmit={(reason) => onAct({ act: 'cancel', reason })}
        />
      )
    case 'note':
      return (
        <StepDialog
          {...shared}
          text={{ ...words.dialog.note, reason: words.dialog.note.text }}
          steps={run.steps.filter((step) => step.visits > 0)}
          whole={words.dialog.note.whole}
          onSubmit={(step, text) => onAct({ act: 'note', step: step || undefined, text })}
        />
      )
    case 'skip':
      return (
        <StepDialog
          {...shared}
          danger
          text={words.dialog.skip}
          steps={run.steps.filter(({ state }) => ['open', 'waiting', 'blocked'].includes(state))}
          onSubmit={(step, reason) => onAct({ act: 'skip', step, reason })}
        />
      )
    case 'jump':
      return (
        <StepDialog
          {...shared}
          danger
          text={words.dialog.jump}
          steps={run.steps.filter((step) => !step.hidden)}
          onSubmit={(to, reason) => onAct({ act: 'jump', to, reason })}
        />
      )
    case 'override':
      return <OverrideDialog {...shared} />
    case 'migrate':
      return <MigrateDialog {...shared} />
  }
}
