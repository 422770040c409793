/** The middle of the run's screen: the open task, or what there is to say of the step or the run. */

import type { RunScreen } from '../api/runs'
import { TaskPanel } from '../task/TaskPanel'
import { words } from '../words/en/run'
import { Telling } from '../words/Time'
import { Success } from './Guide'
import { RunDoubts } from './RunDoubts'
import classes from './run.module.css'
import { StepIcon } from './StepIcon'
import { StepValues } from './StepValues'

interface Props {
  run: RunScreen
  step: string | undefined
  task: RunScreen['tasks'][number] | undefined
  onTask: (task: string) => void
  onDone: () => void
}

export function Middle({ run, step: id, task, onTask, onDone }: Props) {
  const step = run.steps.find((each) => each.id === id)
  return (
    <div className={classes.middleBody} data-still={!task}>
      <RunDoubts doubts={run.doubts} />
      {run.tasks.length > 1 && (
        <div className={classes.tasks} aria-label={words.openTasks} role="group">
          {run.tasks.map((each) => (
            <button
              key={each.task}
              type="button"
              aria-pressed={each.task === task?.task}
              onClick={() => onTask(each.task)}
            >
              {each.title}
            </button>
          ))}
        </div>
      )}
      {task ? (
        <TaskPanel key={task.task} run={run.run} task={task.task} inRun onDone={onDone} />
      ) : (
        <div className={classes.still}>
          {step && !isOver(run) ? <StepFacts step={step} run={run} /> : <Standing run={run} />}
        </div>
      )}
    </div>
  )
}

const isOver = (run: RunScreen) => run.status === 'ended' || run.status === 'cancelled'

function Standing({ run }: { run: RunScreen }) {
  const told = words.nothingOpen[run.status] ?? words.nothingOpen.running
  return (
    <>
      <h2>{told?.title}</h2>
      <p>{run.status === 'ended' && run.outcome ? words.outcomeIs(run.outcome) : told?.help}</p>
      {isOver(run) && <Success run={run} />}
    </>
  )
}

/** A step without a task: what it is, how it stands and why. */
function StepFacts({ step, run }: { step: RunScreen['steps'][number]; run: RunScreen }) {
  const waits = run.status === 'running' && ['waiting', 'blocked'].includes(step.state)
  const told = run.status === 'paused' ? words.nothingOpen.paused : waits ? words.nothingOpen.waiting : undefined
  const raised = run.exceptions.filter((exception) => exception.step === step.id)
  return (
    <>
      <h2>
        <StepIcon state={step.state} /> {step.title}
      </h2>
      <p>
        {words.state[step.state] ?? step.state}
        {step.by && ` ${words.by(step.by)}`}
        {step.why && (
          <>
            {': '}
            <Telling text={step.why} />
          </>
        )}
      </p>
      <StepValues step={step} run={run} />
      {told && <p>{told.help}</p>}
      {raised.map(({ at, title, message }) => (
        <p key={at}>
          {title}: {message}
        </p>
      ))}
      {run.tasks.length === 0 && !waits && step.state !== 'done' && run.status === 'running' && (
        <p>{words.nothingOpen.running?.title}</p>
      )}
    </>
  )
}
