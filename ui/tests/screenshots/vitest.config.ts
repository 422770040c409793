import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Pictures to be looked at by people; nothing is compared, and continuous integration does not make them. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    environment: 'node',
    include: ['*.pictures.ts'],
    maxWorkers: 1,
    testTimeout: 1_200_000,
    hookTimeout: 120_000,
    reporters: ['verbose'],
  },
})
