/** The messages at the corner of the screen. What says them is loaded when there is one; it waits in the store until then. */
import { useNotifications } from '@mantine/notifications'
import { lazy, Suspense, useRef } from 'react'
import classes from './Shell.module.css'

const Toasts = lazy(async () => ({ default: (await import('./Toasts')).Toasts }))

export function Messages() {
  const { notifications } = useNotifications()
  const begun = useRef(false)
  begun.current ||= notifications.length > 0
  if (!begun.current) return null
  return (
    <Suspense>
      <Toasts className={classes.toasts} position="top-right" autoClose={6000} />
    </Suspense>
  )
}
