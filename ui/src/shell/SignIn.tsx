import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { send } from '../api/client'
import { keys } from '../api/keys'
import { type Session, sessionQuery } from '../api/session'
import { words as shell } from '../words/en/shell'
import { words } from '../words/en/signIn'
import classes from './SignIn.module.css'

interface Setup {
  needs_owner: boolean
  demo: boolean
  people?: { id: string; name: string; roles?: string[] }[]
  installation: string
}

/** Only an address of our own; anything else would be a way to send people elsewhere. */
const inside = (next: string | undefined) => (next?.startsWith('/') && !next.startsWith('//') ? next : '/inbox')

export function SignIn() {
  const { next } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const client = useQueryClient()
  const setup = useQuery({ queryKey: keys.setup, queryFn: () => send<Setup>('GET', '/setup') })
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const enter = useMutation({
    mutationFn: (body: { name: string; password: string } | { person: string }) =>
      send<Session>('POST', 'person' in body ? '/session/demo' : '/session', { body }),
    onSuccess: async () => {
      client.clear()
      await client.fetchQuery(sessionQuery)
      await navigate({ href: inside(next) })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate({ name, password })
  }
  const people = setup.data?.demo ? (setup.data.people ?? []) : []
  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={submit}>
        <img src="/favicon.svg" alt="" width={32} height={32} />
        <h1>{words.title(setup.data?.installation || shell.product)}</h1>
        {enter.error && (
          <Alert color="red" variant="light" role="alert">
            {enter.error.message}
          </Alert>
        )}
        <TextInput
          label={words.name}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          autoComplete="username"
          required
        />
        <PasswordInput
          label={words.password}
          value={password}
          onChange={(e) => setPassword(e.currentTarget.value)}
          autoComplete="current-password"
          required
        />
        <Button type="submit" loading={enter.isPending} fullWidth>
          {words.submit}
        </Button>
        {people.length > 0 && (
          <fieldset className={classes.people}>
            <legend>{words.demoTitle}</legend>
            {people.map((person) => (
              <Button key={person.id} variant="default" onClick={() => enter.mutate({ person: person.id })}>
                {person.name}
              </Button>
            ))}
          </fieldset>
        )}
      </form>
    </main>
  )
}
