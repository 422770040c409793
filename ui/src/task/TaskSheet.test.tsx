// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { TaskForm } from '../api/tasks'
import { TaskSheet } from './TaskSheet'

const form = {
  instructions_html: '<p>Look twice.</p>',
  about: [{ label: 'Amount', text: '20 EUR' }],
  rules: [{ kind: 'must', text: 'Be polite.', because: null }],
  checks: [{ that: 'Amount is above 0', because: null }],
  references: ['ISO 1'],
  sign: 'I looked.',
} as unknown as TaskForm

const drawn = (props: Partial<Parameters<typeof TaskSheet>[0]>) =>
  renderToStaticMarkup(
    <MantineProvider>
      <TaskSheet form={form} onSigned={() => undefined} {...props}>
        <input name="amount" />
      </TaskSheet>
    </MantineProvider>,
  )

test('a task says everything around what is filled in, in one order', () => {
  const html = drawn({ signed: false, card: <i>refund</i> })
  const parts = [
    'Look twice.',
    'refund',
    '20 EUR',
    'Be polite.',
    'name="amount"',
    'Amount is above 0',
    'ISO 1',
    'I looked.',
  ]
  const places = parts.map((part) => html.indexOf(part))
  expect(places.every((place) => place >= 0)).toBe(true)
  expect(places).toEqual([...places].sort((a, b) => a - b))
})

test('rules stand beside it where there is room, and only whoever may sign is asked to', () => {
  const html = drawn({ guided: true })
  for (const part of ['Be polite.', 'ISO 1', 'I looked.']) expect(html).not.toContain(part)
  expect(html).toContain('Amount is above 0')
})
