/** "Tue 4 Mar 2025, 14:05": a moment of the past, of which the day of the week matters as much as the time. */
export function shortTime(value: string, zone: string): string {
  const at = new Date(value)
  if (Number.isNaN(at.getTime())) return value
  const options: Intl.DateTimeFormatOptions = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }
  try {
    return at.toLocaleString('en-GB', { ...options, timeZone: zone || undefined })
  } catch {
    return at.toLocaleString('en-GB', { ...options, timeZone: 'UTC' })
  }
}
