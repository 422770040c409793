import { expect, test } from 'vitest'
import { acceptsFile, choiceShape, fileAccept, runId } from './shape'

test('few short choices are segments, some are radios, many are a select', () => {
  expect(choiceShape(['cosmetic', 'functional', 'total'])).toBe('segments')
  expect(choiceShape(['The customer sends it back', 'The customer keeps it', 'Neither of these'])).toBe('radios')
  expect(choiceShape(Array.from({ length: 8 }, (_, n) => n))).toBe('select')
})

test('a camera is offered where pictures are taken', () => {
  expect(fileAccept(['image/*'])).toEqual({ accept: 'image/*', camera: true })
  expect(fileAccept(['application/pdf']).camera).toBe(false)
})

test('a file of another kind is told before it is sent', () => {
  expect(acceptsFile(['image/*'], 'image/png')).toBe(true)
  expect(acceptsFile(['image/*'], 'application/pdf')).toBe(false)
  expect(acceptsFile([], 'anything/at-all')).toBe(true)
})

test('the address of a run pasted into a field is its id', () => {
  expect(runId('https://house.example/runs/r-12?task=3')).toBe('r-12')
  expect(runId(' r-12 ')).toBe('r-12')
})
