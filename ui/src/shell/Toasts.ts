/** Where messages appear; apart, so that it is loaded with the first of them. */
import '@mantine/notifications/styles.css'

export { Notifications as Toasts } from '@mantine/notifications'
