/** A list under its own heading: coming, failed, empty or there. */
import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Lines } from '../shell/PageSkeleton'
import { words } from '../words/en/settings'
import classes from './settings.module.css'

interface Props<T> {
  query: UseQueryResult<T[]>
  title: string
  help: string
  none: string
  children: (item: T) => ReactNode
}

export function Listing<T>({ query: { data, error, isPending, refetch }, title, help, none, children }: Props<T>) {
  return (
    <section className={classes.section} aria-label={title}>
      <h3>{title}</h3>
      <p className={classes.intro}>{help}</p>
      {isPending && <Lines count={2} />}
      {error && (
        <p role="alert">
          {error.message}{' '}
          <Button variant="default" size="xs" onClick={() => void refetch()}>
            {words.again}
          </Button>
        </p>
      )}
      {data?.length === 0 && <p className={classes.quiet}>{none}</p>}
      {!!data?.length && <ul className={classes.rows}>{data.map(children)}</ul>}
    </section>
  )
}
