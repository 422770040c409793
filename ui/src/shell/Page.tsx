/** A page inside the shell: its title (also the browser's), what can be done with it, and its content. */
import { type ReactNode, useEffect } from 'react'
import { words } from '../words/en/shell'
import { HeaderTools } from './HeaderTools'
import classes from './Page.module.css'

/** A title of more letters than this does not fit beside acts on a phone. */
const LONG = 12

interface Props {
  title: string
  /** What the header shows, where it is more than the title. */
  heading?: ReactNode
  actions?: ReactNode
  /** `fill`: the page scrolls its own panes; else the content scrolls as a whole. */
  layout?: 'fill' | 'scroll'
  children: ReactNode
}

export function Page({ title, heading, actions, layout = 'scroll', children }: Props) {
  useEffect(() => {
    document.title = `${title} · ${words.product}`
  }, [title])
  return (
    <main className={classes.page}>
      <header className={classes.header}>
        <div className={classes.heading}>
          {heading ?? (
            <h1 className={classes.title} data-long={title.length > LONG}>
              {title}
            </h1>
          )}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
        <HeaderTools />
      </header>
      <div id="content" tabIndex={-1} className={layout === 'fill' ? classes.fill : classes.scroll}>
        {children}
      </div>
    </main>
  )
}
