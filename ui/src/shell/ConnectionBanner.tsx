/** Keeps the live stream open while someone is inside, and says so when it is lost. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { keys } from '../api/keys'
import { type Connection, follow } from '../api/live'
import { StatusIcon } from '../theme/Status'
import { words } from '../words/en/shell'
import classes from './ConnectionBanner.module.css'

export function ConnectionBanner() {
  const client = useQueryClient()
  const [connection, setConnection] = useState<Connection>('connecting')
  useEffect(() => follow(client, setConnection), [client])
  // A stream that is refused may mean that the session has ended; asking for it tells.
  useEffect(() => {
    if (connection === 'lost') void client.invalidateQueries({ queryKey: keys.session })
  }, [connection, client])
  return (
    <div className={classes.place} role="status">
      {connection === 'lost' && (
        <div className={classes.banner}>
          <StatusIcon status="late" />
          {words.connection.lost}
        </div>
      )}
    </div>
  )
}
