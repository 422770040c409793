export const words = {
  title: 'Notices',
  button: (unread: number) => (unread ? `Notices, ${unread} unread` : 'Notices'),
  none: 'Nothing was said to you yet.',
  noneHelp: 'Reminders and escalations of your tasks come here.',
  toRole: (role: string) => `to ${role}`,
  readAll: 'Mark all as read',
  more: 'Older ones',
  unread: 'unread',
}
