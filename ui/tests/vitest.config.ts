import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/**
 * The tests in a real browser, through the real program. A file has a server, a data file and a browser of its own, so
 * that two files can run beside each other and none knows of another.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    environment: 'node',
    include: ['**/*.scene.ts'],
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    // A scene that fails now and then is a bug, of the scene or of the product.
    retry: 0,
    reporters: ['verbose'],
  },
})
