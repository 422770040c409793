import { useEffect, useState } from 'react'
import { type Heading, reached } from './document'

/** Pixels from the top: below the header, above most of the text. */
const LINE = 180

/** The heading that is being read, as the page scrolls. */
export function useReached(outline: Heading[]): string | undefined {
  const [at, setAt] = useState<string>()
  useEffect(() => {
    let asked = 0
    const look = () => {
      asked = 0
      const tops = outline.flatMap(({ id }) => {
        const found = document.getElementById(id)
        return found ? [{ id, top: found.getBoundingClientRect().top }] : []
      })
      setAt(reached(tops, LINE))
    }
    const onScroll = () => {
      asked ||= requestAnimationFrame(look)
    }
    look()
    // Scrolling does not bubble; whichever pane scrolls, it is seen on its way down.
    document.addEventListener('scroll', onScroll, { capture: true, passive: true })
    return () => {
      document.removeEventListener('scroll', onScroll, { capture: true })
      cancelAnimationFrame(asked)
    }
  }, [outline])
  return at
}
