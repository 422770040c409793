/** What can be said of a new password before the server judges it. */
import { words } from '../words/en/account'

export const SHORTEST = 10

export function passwordMistake(password: string, person = ''): string | undefined {
  const length = [...password].length
  if (length < SHORTEST) return words.password.short(length)
  const lower = password.toLowerCase()
  if (new Set(lower).size < 4) return words.password.plain
  if (person.length >= 4 && lower.includes(person.toLowerCase())) return words.password.plain
  return undefined
}

const SIGN_IN_NAME = /^[\p{L}\p{N}.\-_@+]{1,80}$/u
export const isSignInName = (name: string): boolean => SIGN_IN_NAME.test(name)
