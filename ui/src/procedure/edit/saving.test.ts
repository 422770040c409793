import { describe, expect, it } from 'vitest'
import { begin, compared, isDirty, maySend, next, type Saving, type SavingEvent, standing } from './saving'

const told = (...events: SavingEvent[]): Saving => events.reduce(next, begin('a', '1'))
const theirs = { text: 'theirs', etag: '9', by: 'Ben' }

describe('saving a draft', () => {
  it('sends one text at a time, and what was typed meanwhile next', () => {
    const typing = told({ is: 'typed', text: 'ab' }, { is: 'sent' }, { is: 'typed', text: 'abc' })
    expect(maySend(typing)).toBe(false)
    const saved = next(typing, { is: 'saved', text: 'ab', etag: '2' })
    expect(saved).toMatchObject({ saved: 'ab', etag: '2' })
    expect(maySend(saved)).toBe(true)
    expect(standing(saved, undefined)).toBe('unsaved')
  })
  it('overwrites nobody: a conflict holds both texts until one is chosen', () => {
    const refused = told({ is: 'typed', text: 'mine' }, { is: 'sent' }, { is: 'refused', theirs })
    expect(standing(refused, undefined)).toBe('conflict')
    expect(maySend(refused)).toBe(false)
    const mine = next(refused, { is: 'kept-mine' })
    expect(mine).toMatchObject({ text: 'mine', etag: '9' })
    expect(maySend(mine)).toBe(true)
    const taken = next(refused, { is: 'took-theirs' })
    expect(taken.text).toBe('theirs')
    expect(isDirty(taken)).toBe(false)
  })
  it('sees no conflict where both texts are the same', () => {
    const same = told({ is: 'typed', text: 'theirs' }, { is: 'sent' }, { is: 'refused', theirs })
    expect(standing(same, undefined)).toBe('saved')
    expect(same.etag).toBe('9')
  })
  it('shows what others saved to whoever has typed nothing, and to nobody else', () => {
    expect(told({ is: 'changed', ...theirs }).text).toBe('theirs')
    const typed = told({ is: 'typed', text: 'mine' }, { is: 'changed', ...theirs })
    expect(typed).toMatchObject({ text: 'mine', etag: '1' })
  })
  it('keeps the text and says so when saving failed', () => {
    const failed = told({ is: 'typed', text: 'b' }, { is: 'sent' }, { is: 'failed', words: 'No connection.' })
    expect(failed.text).toBe('b')
    expect(standing(failed, undefined)).toBe('failed')
    expect(maySend(failed)).toBe(true)
  })
  it('tells a draft from what is published', () => {
    expect(standing(begin('a', '1'), 'a')).toBe('published')
    expect(standing(begin('a', '1'), 'other')).toBe('saved')
  })
  it('marks the lines that only one text has', () => {
    expect(compared('a\nb', 'a\nc').mine).toEqual([
      { text: 'a', own: false },
      { text: 'b', own: true },
    ])
  })
})
