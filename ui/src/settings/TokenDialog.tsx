import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { PersonSelect } from '../account/PersonSelect'
import { issueToken, type TokenScope } from '../api/directory'
import { keys } from '../api/keys'
import { useSession } from '../api/session'
import { ShownOnce } from '../shell/ShownOnce'
import { words } from '../words/en/settings'
import { words as shell } from '../words/en/shell'
import classes from './settings.module.css'

const SCOPES = Object.keys(words.tokens.scope) as TokenScope[]
const DAY = 86_400_000

export function TokenDialog({ onClose }: { onClose: () => void }) {
  const { person, rights } = useSession()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [whom, setWhom] = useState(person.id)
  const [scopes, setScopes] = useState<string[]>(['read'])
  const [days, setDays] = useState('90')
  const [asked, setAsked] = useState(false)
  const issue = useMutation({
    mutationFn: issueToken,
    onSettled: () => client.invalidateQueries({ queryKey: keys.tokens }),
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!name.trim() || scopes.length === 0) return
    issue.mutate({
      name: name.trim(),
      scopes: SCOPES.filter((scope) => scopes.includes(scope)),
      expires_at: new Date(Date.now() + Number(days) * DAY).toISOString(),
      person: whom && whom !== person.id ? whom : undefined,
    })
  }
  return (
    <Modal opened onClose={onClose} title={words.tokens.dialog} closeButtonProps={{ 'aria-label': shell.close }}>
      {issue.data ? (
        <div className={classes.stack}>
          <ShownOnce label={words.tokens.made(issue.data.name)} text={issue.data.secret} />
          <div className={classes.end}>
            <Button variant="default" onClick={onClose}>
              {words.close}
            </Button>
          </div>
        </div>
      ) : (
        <form className={classes.stack} onSubmit={send} noValidate>
          <TextInput
            data-autofocus
            label={words.tokens.name}
            placeholder={words.tokens.namePlaceholder}
            value={name}
            error={asked && !name.trim() ? words.needed : undefined}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          {rights.administrator && (
            <PersonSelect
              label={words.tokens.person}
              description={words.tokens.personHelp}
              value={whom}
              only={({ id, machine }) => machine || id === person.id}
              onChange={setWhom}
            />
          )}
          <Checkbox.Group
            label={words.tokens.scopes}
            value={scopes}
            error={asked && scopes.length === 0 ? words.tokens.scopeNeeded : undefined}
            onChange={setScopes}
          >
            <div className={classes.stack} style={{ marginTop: 6 }}>
              {SCOPES.map((scope) => (
                <Checkbox key={scope} value={scope} label={scope} description={words.tokens.scope[scope]} />
              ))}
            </div>
          </Checkbox.Group>
          <NativeSelect
            label={words.tokens.expires}
            data={Object.entries(words.tokens.spans).map(([value, label]) => ({ value, label }))}
            value={days}
            onChange={(e) => setDays(e.currentTarget.value)}
          />
          {issue.error && <p role="alert">{issue.error.message}</p>}
          <div className={classes.end}>
            <Button variant="default" onClick={onClose}>
              {shell.cancel}
            </Button>
            <Button type="submit" loading={issue.isPending}>
              {words.tokens.submit}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  )
}
