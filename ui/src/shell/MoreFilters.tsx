/** Filters beside each other; on a phone behind a button, so that the list has the room. */
import { Button } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { words } from '../words/en/shell'
import classes from './list.module.css'

export function MoreFilters({ active, children }: { active: number; children: ReactNode }) {
  const [shown, setShown] = useState(false)
  return (
    <>
      <Button
        className={classes.filtersButton}
        variant={active ? 'light' : 'default'}
        leftSection={<IconFilter size={16} />}
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
      >
        {words.filters(active)}
      </Button>
      <div className={classes.filters} data-shown={shown}>
        {children}
      </div>
    </>
  )
}
