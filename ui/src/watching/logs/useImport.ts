/** One file on its way to being a log: looked at, understood, sent, read. What was entered stays when it fails. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { importLog, type LogImported, type Look, lookAtLog, type Sending } from '../../api/eventLogs'
import { keys } from '../../api/keys'
import { asProblem } from '../../api/problem'
import { askedFor, type Chosen, titleOf } from './mapping'

export type Stage =
  | { at: 'looking' }
  | { at: 'unreadable'; failure: string }
  | { at: 'understood'; failure?: string; relooking?: boolean }
  | { at: 'sending'; share: number }
  | { at: 'read'; imported: LogImported }

export function useImport(file: File) {
  const client = useQueryClient()
  const [stage, setStage] = useState<Stage>({ at: 'looking' })
  const [look, setLook] = useState<Look>()
  const [chosen, setChosen] = useState<Chosen>({ title: titleOf(file.name), pseudonyms: true, columns: {} })
  const sending = useRef<Sending<unknown>>(undefined)

  const begin = (delimiter?: string) => {
    sending.current?.stop()
    const looking = lookAtLog(file, delimiter ? { delimiter } : {})
    sending.current = looking
    looking.done
      .then((found) => {
        setLook(found)
        setStage({ at: 'understood' })
      })
      .catch((error) => {
        if (stopped(error)) return
        const failure = asProblem(error).message
        setStage(delimiter ? { at: 'understood', failure } : { at: 'unreadable', failure })
      })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for a file
  useEffect(() => {
    begin()
    return () => sending.current?.stop()
  }, [file])

  return {
    stage,
    look,
    chosen,
    choose: (next: Partial<Chosen>) => {
      setChosen((old) => ({ ...old, ...next }))
      // Other separators make other columns.
      if (next.delimiter !== undefined) {
        setChosen((old) => ({ ...old, columns: {} }))
        setStage({ at: 'understood', relooking: true })
        begin(next.delimiter)
      }
    },
    again: () => {
      setStage({ at: 'looking' })
      begin()
    },
    send: () => {
      if (!look) return
      setStage({ at: 'sending', share: 0 })
      const under = importLog(file, askedFor(chosen, look), (share) =>
        setStage((old) => (old.at === 'sending' ? { at: 'sending', share } : old)),
      )
      sending.current = under
      under.done
        .then((imported) => {
          void client.invalidateQueries({ queryKey: keys.eventLogs })
          setStage({ at: 'read', imported })
        })
        .catch((error) => {
          setStage(stopped(error) ? { at: 'understood' } : { at: 'understood', failure: asProblem(error).message })
        })
    },
    stop: () => sending.current?.stop(),
  }
}

const stopped = (error: unknown) => error instanceof DOMException && error.name === 'AbortError'
