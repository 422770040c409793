/** The pages of the settings, and who sees them. */
import type { Session } from '../api/session'

export const PAGES = [
  'people',
  'teams',
  'roles',
  'tokens',
  'guests',
  'connectors',
  'schedules',
  'dispatch',
  'appearance',
] as const
export type SettingsPageName = (typeof PAGES)[number]

const OVERSEEN: SettingsPageName[] = ['connectors', 'dispatch']

/** Pages of the installation are for those who run or audit it. */
export const pagesFor = ({ administrator, auditor }: Session['rights']): SettingsPageName[] =>
  PAGES.filter((page) => administrator || auditor || !OVERSEEN.includes(page))
