/** What the bell tells. Reading is up to a moment, so the newest unread one decides. */
import type { NoticeItem } from '../api/installation'

export const unreadCount = (notices: NoticeItem[]): number => notices.filter(({ read }) => !read).length

/** The moment to tell as read, and nothing where everything is. */
export function readUntil(notices: NoticeItem[]): string | undefined {
  const unread = notices.filter(({ read }) => !read).map(({ at }) => at)
  return unread.length ? unread.reduce((latest, at) => (Date.parse(at) > Date.parse(latest) ? at : latest)) : undefined
}

/** "99+": more than anybody counts. */
export const badge = (unread: number, more: boolean): string =>
  more || unread > 99 ? `${Math.min(unread, 99)}+` : `${unread}`
