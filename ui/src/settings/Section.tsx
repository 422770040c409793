/** The head of a page of the settings, and a list that is coming, failed, empty or there. */
import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { asProblem } from '../api/problem'
import { Empty } from '../shell/Empty'
import { Lines } from '../shell/PageSkeleton'
import { words } from '../words/en/settings'
import classes from './settings.module.css'

export function Head({ title, intro, children }: { title: string; intro: string; children?: ReactNode }) {
  return (
    <>
      <div className={classes.head}>
        <h2>{title}</h2>
        <span className={classes.apart} />
        {children}
      </div>
      <p className={classes.intro} style={{ marginBottom: 16 }}>
        {intro}
      </p>
    </>
  )
}

interface LoadedProps<T> {
  query: UseQueryResult<T[]>
  empty: { title: string; help?: string }
  children: (items: T[]) => ReactNode
}

export function Loaded<T>({ query, empty, children }: LoadedProps<T>) {
  if (query.data) return query.data.length ? children(query.data) : <Empty title={empty.title} help={empty.help} />
  if (!query.error) return <Lines count={8} height={20} />
  const problem = asProblem(query.error)
  if (problem.status === 403) return <Empty title={words.denied} help={words.deniedHelp} />
  return (
    <Empty title={words.failed} help={problem.message}>
      <Button variant="default" onClick={() => void query.refetch()}>
        {words.again}
      </Button>
    </Empty>
  )
}
