/** Finds by words typed in any order, each the beginning of a word or a part of one; the best fit first. */
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Nothing where a word of the query is not in the text; else the higher, the better. */
export function fitness(text: string, query: string): number | undefined {
  const folded = fold(text)
  const words = fold(query).split(/\s+/).filter(Boolean)
  let score = 0
  for (const word of words) {
    const at = folded.indexOf(word)
    if (at < 0) return undefined
    const begins = at === 0 || new RegExp(`(^|[^\\p{L}\\p{N}])${literal(word)}`, 'u').test(folded)
    score += (begins ? 10 : 1) + (at === 0 ? 5 : 0)
  }
  return score - folded.length / 1000
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Everything in its order where nothing is asked. */
export function ranked<T>(items: T[], query: string, textOf: (item: T) => string): T[] {
  if (!query.trim()) return items
  return items
    .map((item, place) => ({ item, place, score: fitness(textOf(item), query) }))
    .filter((found) => found.score !== undefined)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || a.place - b.place)
    .map(({ item }) => item)
}
