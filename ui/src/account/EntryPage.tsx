/** A page outside the shell: signing in, the first start, a new password. */
import { type ReactNode, useEffect } from 'react'
import { words as shell } from '../words/en/shell'
import classes from './account.module.css'

interface Props {
  /** The browser's title. */
  page: string
  title: string
  installation?: string
  wide?: boolean
  children: ReactNode
}

export function EntryPage({ page, title, installation, wide = false, children }: Props) {
  useEffect(() => {
    document.title = `${page} · ${installation || shell.product}`
  }, [page, installation])
  return (
    <main className={classes.page}>
      <div className={classes.card} data-wide={wide}>
        <div className={classes.house}>
          <img src="/favicon.svg" alt="" width={24} height={24} />
          <span>{installation || shell.product}</span>
        </div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  )
}
