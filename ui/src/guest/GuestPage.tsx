/**
 * One task for somebody from outside, opened by a link. Nothing of the app is loaded around it, and opening the link
 * decides nothing: its secret follows the `#` and is sent only by this page.
 */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { secretOf } from '../account/link'
import { openGuestTask } from '../api/guests'
import { asProblem } from '../api/problem'
import { Lines } from '../shell/PageSkeleton'
import { words } from '../words/en/guest'
import { words as shell } from '../words/en/shell'
import { endedWords, hasEnded } from './ended'
import { GuestForm } from './GuestForm'
import classes from './guest.module.css'

export function GuestPage() {
  const [secret, setSecret] = useState(() => secretOf(window.location.hash))
  const [done, setDone] = useState(false)
  useEffect(() => {
    const follow = () => setSecret(secretOf(window.location.hash))
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  const opened = useQuery({
    queryKey: ['guest', secret],
    queryFn: ({ signal }) => openGuestTask(secret, signal),
    enabled: !!secret && !done,
    staleTime: Number.POSITIVE_INFINITY,
    retry: (tries, failure) => tries < 2 && !hasEnded(asProblem(failure)),
  })
  const { data, error, isPending, refetch } = opened
  if (!secret) return <Message title={words.incomplete} help={words.incompleteHelp} />
  if (done)
    return (
      <Message
        firm={data?.installation}
        title={words.sent}
        help={words.sentHelp(data?.host.name ?? shell.product)}
        role="status"
      />
    )
  if (data && !(error && hasEnded(asProblem(error))))
    return (
      <Frame firm={data.installation}>
        <GuestForm
          key={data.task.revision}
          secret={secret}
          opened={data}
          onDone={() => setDone(true)}
          onStale={() => void refetch()}
        />
      </Frame>
    )
  if (isPending)
    return (
      <Frame>
        <Lines count={6} height={18} />
      </Frame>
    )
  const problem = asProblem(error)
  if (hasEnded(problem)) return <Message {...endedWords(problem)} />
  return (
    <Message title={words.failed} help={problem.message}>
      <Button variant="default" onClick={() => void refetch()}>
        {words.again}
      </Button>
    </Message>
  )
}

function Frame({ firm, children }: { firm?: string; children: ReactNode }) {
  useEffect(() => {
    document.title = firm ? `${words.page} · ${firm}` : words.page
  }, [firm])
  return (
    <main className={classes.page}>
      <div className={classes.firm}>
        <img src="/favicon.svg" alt="" width={24} height={24} />
        <span>{firm || shell.product}</span>
      </div>
      <div className={classes.paper}>{children}</div>
    </main>
  )
}

interface MessageProps {
  firm?: string
  title: string
  help: string
  role?: 'status'
  children?: ReactNode
}

function Message({ firm, title, help, role, children }: MessageProps) {
  return (
    <Frame firm={firm}>
      <h1 role={role}>{title}</h1>
      <p>{help}</p>
      {children}
    </Frame>
  )
}
