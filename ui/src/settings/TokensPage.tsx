import { Button, SegmentedControl } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { everybodyQuery, revokeToken, type TokenSeen, tokensQuery } from '../api/directory'
import { keys } from '../api/keys'
import { useSession } from '../api/session'
import { words } from '../words/en/settings'
import { Time } from '../words/Time'
import { ConfirmByName } from './ConfirmByName'
import { Head, Loaded } from './Section'
import classes from './settings.module.css'
import { TokenDialog } from './TokenDialog'

export function TokensPage() {
  const { rights } = useSession()
  const [of, setOf] = useState<'me' | 'all'>('me')
  const tokens = useQuery(tokensQuery(of))
  const names = new Map((useQuery(everybodyQuery).data ?? []).map(({ id, name }) => [id, name]))
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<TokenSeen>()
  return (
    <>
      <Head title={words.pages.tokens} intro={words.tokens.intro}>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
          {words.tokens.add}
        </Button>
      </Head>
      {(rights.administrator || rights.auditor) && (
        <div className={classes.tools}>
          <SegmentedControl
            aria-label={words.pages.tokens}
            value={of}
            data={[
              { value: 'me', label: words.tokens.mine },
              { value: 'all', label: words.tokens.all },
            ]}
            onChange={(value) => setOf(value === 'all' ? 'all' : 'me')}
          />
        </div>
      )}
      <Loaded query={tokens} empty={{ title: words.tokens.empty, help: words.tokens.emptyHelp }}>
        {(all) => (
          <ul className={classes.rows}>
            {all.map((token) => {
              const over = Date.parse(token.expires_at) <= Date.now()
              return (
                <li key={token.id} className={classes.row} data-off={over}>
                  <div className={classes.main}>
                    <div className={classes.title}>
                      {token.name}
                      {token.scopes.map((scope) => (
                        <span key={scope} className={classes.badge} title={words.tokens.scope[scope]}>
                          {scope}
                        </span>
                      ))}
                    </div>
                    <div className={classes.quiet}>
                      {of === 'all' && `${names.get(token.person) ?? token.person} · `}
                      {words.tokens.created} <Time at={token.created_at} /> ·{' '}
                      {over ? words.tokens.over : words.tokens.until} <Time at={token.expires_at} />
                    </div>
                  </div>
                  <Button
                    variant="default"
                    size="xs"
                    aria-label={words.tokens.revokeOf(token.name)}
                    onClick={() => setRevoking(token)}
                  >
                    {words.tokens.revoke}
                  </Button>
                </li>
              )
            })}
          </ul>
        )}
      </Loaded>
      {making && <TokenDialog onClose={() => setMaking(false)} />}
      {revoking && <Revoke token={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  )
}

function Revoke({ token, onClose }: { token: TokenSeen; onClose: () => void }) {
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => revokeToken(token.id),
    onSuccess: () => {
      notifications.show({ message: words.tokens.revoked(token.name) })
      onClose()
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.tokens }),
  })
  return (
    <ConfirmByName
      title={words.tokens.revokeTitle(token.name)}
      help={words.tokens.revokeHelp}
      submit={words.tokens.revokeSubmit}
      pending={revoke.isPending}
      failure={revoke.error?.message}
      onSubmit={() => revoke.mutate()}
      onClose={onClose}
    />
  )
}
