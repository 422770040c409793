/** Nothing to show, and what to do next. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { words } from '../words/en/shell'
import classes from './Empty.module.css'

interface Props {
  title: string
  help?: ReactNode
  /** Offers the way back to the inbox. */
  home?: boolean
  children?: ReactNode
}

export function Empty({ title, help, home, children }: Props) {
  return (
    <div className={classes.empty}>
      <h2>{title}</h2>
      {help && <p>{help}</p>}
      {(children || home) && (
        <div className={classes.actions}>
          {children}
          {home && <Link to="/inbox">{words.failed.home}</Link>}
        </div>
      )}
    </div>
  )
}
