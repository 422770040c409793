import { expect, test } from 'vitest'
import { fitness, ranked } from './rank'

test('every word must be there, in any order and without its accents', () => {
  expect(fitness('Damaged item return', 'ret dam')).toBeDefined()
  expect(fitness('Lucía Fernández', 'lucia')).toBeDefined()
  expect(fitness('Damaged item return', 'refund')).toBeUndefined()
  expect(fitness('a+b (c)', '(c')).toBeDefined()
})

test('the beginning of a word counts for more than its middle', () => {
  const found = ranked(['Overturn', 'Item return', 'Return'], 'tu', (text) => text)
  expect(found).toEqual(['Return', 'Overturn', 'Item return'].filter((text) => fitness(text, 'tu') !== undefined))
  expect(ranked(['Overturn', 'Turn over'], 'turn', (text) => text)[0]).toBe('Turn over')
})

test('nothing asked leaves everything in its order', () => {
  expect(ranked(['b', 'a'], ' ', (text) => text)).toEqual(['b', 'a'])
})
