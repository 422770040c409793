/** The way out: ends the session, and forgets what this browser kept of it. */
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { leave } from '../api/session'
import { forgetAllDrafts } from '../form/draft'
import { words } from '../words/en/account'

export function useSignOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    try {
      await leave()
    } catch (error) {
      notifications.show({
        color: 'red',
        title: words.menu.signOutFailed,
        message: error instanceof Error ? error.message : '',
      })
      return
    }
    forgetAllDrafts(localStorage)
    await navigate({ to: '/sign-in' })
    client.clear()
  }
}
