import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ConnectorItem, connectorsQuery, tryConnector } from '../api/installation'
import { useSession } from '../api/session'
import { StatusChip } from '../theme/Status'
import { words } from '../words/en/settings'
import { sentence } from '../words/format'
import { Head, Loaded } from './Section'
import classes from './settings.module.css'

export function ConnectorsPage() {
  const connectors = useQuery(connectorsQuery)
  return (
    <>
      <Head title={words.pages.connectors} intro={words.connectors.intro} />
      <Loaded query={connectors} empty={{ title: words.connectors.empty, help: words.connectors.emptyHelp }}>
        {(all) => (
          <ul className={classes.rows}>
            {all.map((connector) => (
              <Row key={connector.name} connector={connector} />
            ))}
          </ul>
        )}
      </Loaded>
    </>
  )
}

function Row({ connector }: { connector: ConnectorItem }) {
  const { administrator } = useSession().rights
  const test = useMutation({ mutationFn: () => tryConnector(connector.name) })
  const { name, kind, actions, concurrency, time_limit_ms, under_way } = connector
  return (
    <li className={classes.row} data-wide="true">
      <div className={classes.main}>
        <div className={classes.title}>
          {name} {kind !== 'connector' && <span className={classes.badge}>{kind}</span>}
          {under_way > 0 && <StatusChip status="open">{words.connectors.underWay(under_way)}</StatusChip>}
        </div>
        <details>
          <summary className={classes.quiet}>
            {words.connectors.actions(actions.length)},{' '}
            {words.connectors.limits(concurrency, String(time_limit_ms / 1000))}
          </summary>
          <ul className={classes.actions}>
            {actions.map(({ action, title, repeat, required }) => (
              <li key={action}>
                {title} <code>{action}</code>{' '}
                <span className={classes.quiet}>
                  {words.connectors.repeat[repeat] ?? repeat}
                  {required.length > 0 && `; ${words.connectors.needs(required.join(', '))}`}
                </span>
              </li>
            ))}
          </ul>
        </details>
        <div role="status">
          {(test.data || test.error) && (
            <p className={classes.quiet}>
              <StatusChip status={test.data?.ok ? 'done' : 'failed'}>
                {test.data?.ok ? words.connectors.works : words.connectors.fails}
              </StatusChip>{' '}
              {test.data ? words.connectors.tested(sentence(test.data.words), test.data.took_ms) : test.error?.message}
            </p>
          )}
        </div>
      </div>
      {administrator && (
        <Button
          variant="default"
          size="xs"
          loading={test.isPending}
          aria-label={words.connectors.testOf(name)}
          onClick={() => test.mutate()}
        >
          {words.connectors.test}
        </Button>
      )}
    </li>
  )
}
