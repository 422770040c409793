/**
 * What somebody knows of a task: the form as it stood when they last looked at it. Whatever they send answers that form
 * and no later one; a later one is shown, and looked at, before it is answered.
 */
import type { TaskAct, TaskForm } from '../api/tasks'
import { whatChanged } from './changes'

/** What one's own act changes is no news to whoever did it: the task as they know it once it is done. */
export function afterOwn(seen: TaskForm, act: TaskAct, me: TaskForm['assignee']): TaskForm {
  switch (act.act) {
    case 'claim':
      return { ...seen, assignee: me }
    case 'release':
      return { ...seen, assignee: null }
    case 'reassign':
      return { ...seen, assignee: act.person ? { id: act.person, name: act.person } : null }
    case 'complete':
    case 'approve':
    case 'refuse':
    case 'choose':
    case 'raise':
    case 'settle':
      return seen
  }
}

/**
 * After a refusal because something changed: the refusal itself has named it. Where the form as it is now shows no
 * difference, there is nothing left to look at.
 */
export const afterStale = (seen: TaskForm, now: TaskForm, me: string): TaskForm =>
  whatChanged(seen, now, me).length === 0 ? now : seen
