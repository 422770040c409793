/**
 * A button whose menu or panel is loaded when it is wanted first: fetched as soon as the pointer or the focus comes to
 * the button, shown when it is pressed. What it opens takes the button over, focus and all.
 */
import { type ComponentType, type ReactElement, useEffect, useRef, useState } from 'react'

/** What a button gets that has its layer later. */
export interface Late {
  onClick: () => void
  onPointerEnter: () => void
  onFocus: () => void
  'aria-haspopup': 'menu' | 'dialog'
  'aria-expanded': false
}

interface Props<P> {
  load: () => Promise<ComponentType<P>>
  kind: Late['aria-haspopup']
  /** The button before anything is loaded. */
  button: (late: Late) => ReactElement
  /** Draws the same button with its layer, which opens itself. */
  whole: (Layer: ComponentType<P>) => ReactElement
}

export function LateLayer<P>({ load, kind, button, whole }: Props<P>) {
  const [Layer, setLayer] = useState<ComponentType<P>>()
  if (Layer) return whole(Layer)
  const warm = () => void load().catch(() => undefined)
  const open = () =>
    void load().then(
      (loaded) => setLayer(() => loaded),
      // Without a connection nothing opens; the next press tries again.
      () => undefined,
    )
  return button({ onClick: open, onPointerEnter: warm, onFocus: warm, 'aria-haspopup': kind, 'aria-expanded': false })
}

/** For the layer: the button to put the focus on, and whether it is open, which it is once that has been done. */
export function useOpensItself<E extends HTMLElement>() {
  const button = useRef<E>(null)
  const [opened, setOpened] = useState(false)
  useEffect(() => {
    button.current?.focus({ preventScroll: true })
    setOpened(true)
  }, [])
  return { button, opened, setOpened }
}
