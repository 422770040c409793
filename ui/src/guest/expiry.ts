/** How long a link lasts, in seconds. */
import { words } from '../words/en/task'

const seconds = { '4h': 14_400, '1d': 86_400, '3d': 259_200, '1w': 604_800 }

export const expiries = Object.entries(words.expiry).map(([value, label]) => ({
  value: String(seconds[value as keyof typeof seconds]),
  label,
}))
