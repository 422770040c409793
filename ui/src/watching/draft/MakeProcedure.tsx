import { Button } from '@mantine/core'
import { IconFilePlus } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { words } from '../../words/en/drafted'
import classes from './draft.module.css'

const Dialog = lazy(() => import('./DraftDialog').then(({ DraftDialog }) => ({ default: DraftDialog })))

/** Makes a procedure of what of a log is looked at. */
export function MakeProcedure({ log, name }: { log: string; name: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button aria-label={words.button} onClick={() => setOpen(true)}>
        <IconFilePlus size={16} aria-hidden="true" />
        <span className={classes.label}>{words.button}</span>
      </Button>
      {open && (
        <Suspense>
          <Dialog log={log} name={name} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
