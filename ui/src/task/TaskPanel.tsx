/** One task, wherever it is worked on: in the inbox beside its list, or in the middle of its run. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RefObject } from 'react'
import { asProblem } from '../api/problem'
import { type ActDone, type TaskAct, type TaskForm, taskQuery } from '../api/tasks'
import { Empty } from '../shell/Empty'
import { Lines } from '../shell/PageSkeleton'
import { words } from '../words/en/task'
import { TaskBody } from './TaskBody'
import classes from './task.module.css'

export interface TaskPanelProps {
  run: string
  task: string
  /** Within its run's screen, which shows rules and references beside it. */
  inRun?: boolean
  /** Whether the first control takes the focus as soon as it is there; read and cleared once. */
  enter?: RefObject<boolean>
  onDone?: (act: TaskAct['act'], acted: ActDone, form: TaskForm) => void
}

export function TaskPanel({ run, task, inRun = false, enter, onDone }: TaskPanelProps) {
  const { data: form, error } = useQuery(taskQuery(run, task))
  if (form && !(error && asProblem(error).status === 404)) {
    return (
      <TaskBody
        key={`${run}/${task}`}
        form={form}
        inRun={inRun}
        enter={enter}
        onDone={(act, acted) => onDone?.(act, acted, form)}
      />
    )
  }
  if (!error) {
    return (
      <div className={classes.body}>
        <Lines count={7} />
      </div>
    )
  }
  const gone = [404, 409, 410].includes(asProblem(error).status)
  return (
    <Empty title={gone ? words.gone : asProblem(error).title} help={gone ? words.goneHelp : asProblem(error).message}>
      {!inRun && (
        <Link to="/runs/$run" params={{ run }}>
          {words.toRun}
        </Link>
      )}
    </Empty>
  )
}
