export const words = {
  title: 'Notices',
  button: (unread: number) => (unread ? `Notices, ${unread} unread` : 'Notices'),
  none: 'No notices yet.',
  noneHelp: 'Reminders and escalations of your tasks come here.',
  toRole: (role: string) => `to ${role}`,
  readAll: 'Mark all as read',
  more: 'Show older notices',
  unread: 'unread',
}
