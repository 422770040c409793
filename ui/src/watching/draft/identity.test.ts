import { expect, test } from 'vitest'
import { freeId, taken, withId } from './identity'

const known = ['intake', 'intake-2', 'returns'].map((id) => ({ id, title: id.toUpperCase() }))

test('an id that is taken is counted on', () => {
  expect(taken('intake', known)?.title).toBe('INTAKE')
  expect(taken('other', known)).toBeUndefined()
  expect(freeId('intake', known)).toBe('intake-3')
  expect(freeId('intake-2', known)).toBe('intake-3')
  expect(freeId('returns', known)).toBe('returns-2')
})

test('the text gets the new id at its top, and nowhere else', () => {
  const text = 'procedure: 1\nid: intake\ntitle: Intake\nsteps:\n  - id: first\n    title: First\n'
  expect(withId(text, 'intake-3')).toBe(text.replace('id: intake\n', 'id: intake-3\n'))
})
