/** Getting in, by any door: what was refused, and for how long no other try makes sense. */
import { useMutation } from '@tanstack/react-query'
import { asProblem } from '../api/problem'
import { type Entrance, enter, type Session } from '../api/session'
import { useCountdown } from './countdown'

export function useEntrance(onEntered: (session: Session) => void | Promise<void>) {
  const lock = useCountdown()
  const entering = useMutation({
    mutationFn: (entrance: Entrance) => enter(entrance),
    onSuccess: onEntered,
    onError: (error) => {
      const { retryAfter } = asProblem(error)
      if (retryAfter) lock.start(retryAfter)
    },
  })
  const problem = entering.error ? asProblem(entering.error) : undefined
  return {
    enter: entering.mutate,
    pending: entering.isPending,
    problem,
    locked: lock.left > 0,
    refused: { message: problem?.message, left: lock.left, over: lock.over && !!problem?.retryAfter },
  }
}
