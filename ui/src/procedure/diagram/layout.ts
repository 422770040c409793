/** The layout engine in a worker of its own, so that a large diagram never holds up typing. */
import ELK, { type ElkNode } from 'elkjs/lib/elk-api'
import worker from 'elkjs/lib/elk-worker.min.js?url'
import { useEffect, useRef, useState } from 'react'
import { toElk } from './elk'
import type { View } from './fold'
import { type Placed, place } from './place'

let engine: InstanceType<typeof ELK> | undefined

/** One engine for all diagrams of the page; starting it costs more than a layout. */
function theEngine(): InstanceType<typeof ELK> {
  engine ??= new ELK({ workerFactory: () => new Worker(worker) })
  return engine
}

export interface Laid<V> {
  view: V
  placed: Placed
}

export type LaidOut = Laid<View>

/** The last view that was laid out; it stays while the next one is on its way. */
export function useLayout(view: View): { laid: LaidOut | undefined; failed: boolean } {
  return useLayoutOf(view, toElk)
}

/** The same for any drawing; `describe` tells the engine about it and is the same from one drawing to the next. */
export function useLayoutOf<V>(
  view: V,
  describe: (view: V) => ElkNode,
): { laid: Laid<V> | undefined; failed: boolean } {
  const [laid, setLaid] = useState<Laid<V>>()
  const [failed, setFailed] = useState(false)
  const asked = useRef(0)
  useEffect(() => {
    asked.current += 1
    const mine = asked.current
    theEngine()
      .layout(describe(view))
      .then((root) => {
        if (mine !== asked.current) return
        setLaid({ view, placed: place(root) })
        setFailed(false)
      })
      .catch(() => {
        if (mine === asked.current) setFailed(true)
      })
    return () => {
      asked.current += 1
    }
  }, [view, describe])
  return { laid, failed }
}
