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
