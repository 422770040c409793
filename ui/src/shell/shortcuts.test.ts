// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { handleKey, type Shortcut, showKeys } from './shortcuts'

const down: Shortcut = { key: 'j', words: 'next', run: () => {} }
const enter: Shortcut = { key: 'Enter', words: 'open', run: () => {} }
const palette: Shortcut = { key: 'mod+k', words: 'search', run: () => {} }

function press(key: string, on: HTMLElement, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, ...more })
  document.body.append(on)
  on.dispatchEvent(event)
  return event
}

test('a letter is a shortcut on the page and a letter in a text field', () => {
  expect(handleKey(press('j', document.createElement('div')), [down])).toBe(down)
  expect(handleKey(press('j', document.createElement('input')), [down])).toBeUndefined()
  expect(handleKey(press('j', document.createElement('textarea')), [down])).toBeUndefined()
})

test('Enter on a button presses the button', () => {
  expect(handleKey(press('Enter', document.createElement('button')), [enter])).toBeUndefined()
  expect(handleKey(press('Enter', document.createElement('div')), [enter])).toBe(enter)
})

test('the palette opens from inside a text field too, and a plain letter with Ctrl is not ours', () => {
  expect(handleKey(press('k', document.createElement('input'), { ctrlKey: true }), [palette])).toBe(palette)
  expect(handleKey(press('j', document.createElement('div'), { ctrlKey: true }), [down])).toBeUndefined()
})

test('a key is shown as the keyboard of the device has it', () => {
  expect(showKeys('mod+k', true)).toBe('⌘K')
  expect(showKeys('mod+k', false)).toBe('Ctrl K')
  expect(showKeys('mod+Enter', false)).toBe('Ctrl ↵')
  expect(showKeys('j', false)).toBe('j')
})
