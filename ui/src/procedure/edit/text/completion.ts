/** Completion and hover from the format's schema and the names of the document. */
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { hoverTooltip } from '@codemirror/view'
import { declared } from './declared'
import { placeAt } from './place'
import { describe, type KeyOffer, keysAt, type Schema, valuesAt } from './schema'

const ENDS: Record<KeyOffer['opens'], string> = { value: ': ', mapping: ':', list: ':' }

export function complete(schema: Schema, text: string, offset: number, explicit: boolean): CompletionResult | null {
  const place = placeAt(text, offset)
  if (!place || (!explicit && place.word === '' && place.at !== 'value')) return null
  const values = place.at === 'key' ? [] : valuesAt(schema, place.path, declared(text))
  const keys = place.at === 'value' ? [] : keysAt(schema, place.path, place.siblings)
  const options: Completion[] = [
    ...values.map(({ value, about }) => ({ label: value, type: 'enum', info: about || undefined })),
    ...keys.map(({ key, about, required, opens }) => ({
      label: key,
      apply: `${key}${ENDS[opens]}`,
      type: 'property',
      info: about || undefined,
      boost: required ? 1 : 0,
    })),
  ]
  return options.length > 0 ? { from: place.from, options, validFor: /^[\w-]*$/ } : null
}

export const completionSource = (schema: () => Schema | undefined) => (context: CompletionContext) => {
  const known = schema()
  return known ? complete(known, context.state.doc.toString(), context.pos, context.explicit) : null
}

/** What a key at `offset` means. */
export function hoverWords(
  schema: Schema,
  text: string,
  offset: number,
): { from: number; to: number; words: string } | null {
  const start = text.slice(0, offset).search(/[\w-]*$/)
  const word = /^[\w-]+(?=:(\s|$))/.exec(text.slice(start))?.[0]
  if (!word) return null
  const place = placeAt(text, start)
  if (!place || place.at === 'value') return null
  const words = describe(schema, [...place.path, word], [word, ...place.siblings])
  return words ? { from: start, to: start + word.length, words } : null
}

export const schemaHover = (schema: () => Schema | undefined) =>
  hoverTooltip((view, at) => {
    const known = schema()
    const found = known && hoverWords(known, view.state.doc.toString(), at)
    if (!found) return null
    return {
      pos: found.from,
      end: found.to,
      above: true,
      create: () => {
        const dom = document.createElement('div')
        dom.className = 'cm-about'
        dom.textContent = found.words
        return { dom }
      },
    }
  })
