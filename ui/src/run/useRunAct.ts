/** An act on the run as a whole: said when it is done, and everything that shows the run is asked for again. */
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys'
import { actOnRun, type RunAct } from '../api/runs'
import { refreshTask } from '../task/useTaskAct'
import { words } from '../words/en/run'

export function useRunAct(run: string, onDone: (act: RunAct['act']) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: RunAct) => actOnRun(run, body),
    onSuccess: (_, body) => {
      notifications.show({ message: words.done[body.act] })
      onDone(body.act)
    },
    onSettled: () => {
      refreshTask(client, run)
      void client.invalidateQueries({ queryKey: keys.runs })
    },
  })
}
