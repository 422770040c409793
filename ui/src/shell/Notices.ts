/** Where messages appear; apart, so that it is loaded after the first page. */
export { Notifications as Notices } from '@mantine/notifications'
