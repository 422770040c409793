/** "Second shift at Goods-in" as `second-shift-at-goods-in`. */
export const idFrom = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)

export const isPlainId = (id: string): boolean => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)

/** An id of a role in words: `support-agent` as "Support agent". */
export function spelledOut(id: string): string {
  const words = id.replaceAll('-', ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A role that no procedure gives a title has its id in the title's place. */
export const roleTitle = ({ id, title }: { id: string; title: string }): string =>
  title === id ? spelledOut(id) : title
