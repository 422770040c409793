/** Seconds that are left until another try makes sense; they run down while one looks. */
import { useEffect, useState } from 'react'

/** Whole seconds from now until a moment, never below zero. */
export const secondsUntil = (moment: number, now: number): number => Math.max(0, Math.ceil((moment - now) / 1000))

export function useCountdown(): { left: number; start: (seconds: number) => void; over: boolean } {
  const [until, setUntil] = useState<number>()
  const [now, setNow] = useState(() => Date.now())
  const left = until === undefined ? 0 : secondsUntil(until, now)
  useEffect(() => {
    if (left === 0) return
    const tick = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(tick)
  }, [left])
  const start = (seconds: number) => {
    const present = Date.now()
    setNow(present)
    setUntil(present + seconds * 1000)
  }
  return { left, start, over: until !== undefined && left === 0 }
}
