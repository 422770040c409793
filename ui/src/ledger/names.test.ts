import { expect, test } from 'vitest'
import { type Names, subjectName, withName } from './names'

const names: Names = {
  person: new Map([['bo', 'Bo Berg']]),
  team: new Map([['late', 'Late shift']]),
  draft: new Map([['01a2', 'Returns']]),
  procedure: new Map([['close', 'Close the month']]),
}
const ana = { id: 'ana', name: 'Ana Lima' }

test('an entry names people and documents, not their ids', () => {
  const told = (kind: string, subject: string, words: string) => withName({ kind, subject, words, who: ana }, names)
  expect(told('signed-in', 'ana', 'Signed in: ana')).toBe('Signed in: Ana Lima')
  expect(told('person-changed', 'bo', 'Changed bo: roles')).toBe('Changed Bo Berg: roles')
  expect(told('draft-saved', '01a2', 'Saved draft 01a2')).toBe('Saved draft “Returns”')
  expect(told('published', 'close', 'Published close as version 2: We close sooner')).toBe(
    'Published “Close the month” as version 2: We close sooner',
  )
  expect(told('schedule-followed', 'close/2', 'Followed the schedule close/2')).toBe(
    'Followed the schedule “Close the month”',
  )
})

test('what is not known any more keeps its id, and a run its own words', () => {
  const gone = { kind: 'draft-removed', subject: '99', words: 'Removed draft 99', who: ana }
  expect(withName(gone, names)).toBe('Removed draft 99')
  const run = { kind: 'run', subject: 'bo', words: 'Told bo', who: null }
  expect(withName(run, names)).toBe('Told bo')
  expect(subjectName(run, names)).toBeUndefined()
})
