/** Lists and objects of which nobody said what is in them, as the JSON that people read and write. */

export type JsonMistake = 'not-json' | 'not-a-list' | 'not-an-object' | 'too-exact'

/** Digits that a number of JavaScript always keeps. */
const EXACT = 15

export const writtenJson = (value: unknown): string => JSON.stringify(value, null, 2) ?? ''

/** The value that a text without mistakes spells; the text itself otherwise. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export function mistakeInJson(text: string, wanted: 'list' | 'object'): JsonMistake | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'not-json'
  }
  if (wanted === 'list' && !Array.isArray(value)) return 'not-a-list'
  if (wanted === 'object' && (!value || typeof value !== 'object' || Array.isArray(value))) return 'not-an-object'
  return losesDigits(text) ? 'too-exact' : undefined
}

/** Whether a number outside of texts has more digits than survive being read. */
function losesDigits(text: string): boolean {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""')
  const numbers = bare.match(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi) ?? []
  return numbers.some((number) => {
    const digits = number.replace(/e.*/i, '').replace(/\D/g, '').replace(/^0+/, '')
    return digits.length > EXACT && !Number.isSafeInteger(Number(number))
  })
}
