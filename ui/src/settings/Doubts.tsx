/** Requests that nobody knows the truth of, and saying what really happened. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { doubtsQuery } from '../api/installation'
import { useSession } from '../api/session'
import { words } from '../words/en/settings'
import { Listing } from './Listing'
import { SettleDoubt } from './SettleDoubt'
import classes from './settings.module.css'

const text = words.dispatch

export function Doubts() {
  const { administrator } = useSession().rights
  const [settling, setSettling] = useState<string>()
  return (
    <>
      <Listing query={useQuery(doubtsQuery)} title={text.inDoubt} help={text.inDoubtHelp} none={text.inDoubtNone}>
        {({ key, run }) => (
          <li key={key} className={classes.row}>
            <div className={classes.main}>
              <div className={classes.title}>
                <code>{key}</code>
              </div>
              <div className={classes.quiet}>
                <Link to="/runs/$run" params={{ run }}>
                  {text.openRun}
                </Link>
              </div>
            </div>
            {administrator && (
              <Button variant="default" size="xs" aria-label={text.settleOf(key)} onClick={() => setSettling(key)}>
                {text.settle}
              </Button>
            )}
          </li>
        )}
      </Listing>
      {settling && <SettleDoubt doubt={settling} onClose={() => setSettling(undefined)} />}
    </>
  )
}
