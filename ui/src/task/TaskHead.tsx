/** Which task this is: title, procedure, run, when, whose. */
import { Link } from '@tanstack/react-router'
import type { TaskForm } from '../api/tasks'
import { StatusChip } from '../theme/Status'
import { words } from '../words/en/task'
import { DueChip } from '../words/Time'
import classes from './task.module.css'

export function TaskHead({ form, inRun }: { form: TaskForm; inRun: boolean }) {
  const roles = form.candidates.map(({ title }) => title).join(', ')
  return (
    <header className={classes.head}>
      <div className={classes.titleLine}>
        <h2 className={classes.title}>{form.title}</h2>
        {form.paused ? (
          <StatusChip status="waiting">{words.paused}</StatusChip>
        ) : (
          form.due && <DueChip due={form.due} />
        )}
      </div>
      <p className={classes.quiet}>
        {!inRun && (
          <>
            <Link to="/runs/$run" params={{ run: form.run }} search={{ task: form.task }}>
              {words.version(form.procedure.title, form.procedure.number)} · {words.run(form.case ?? form.run)}
            </Link>
            {' · '}
          </>
        )}
        {form.assignee ? words.claimedBy(form.assignee.name) : roles ? words.forRoles(roles) : words.nobody}
      </p>
    </header>
  )
}
