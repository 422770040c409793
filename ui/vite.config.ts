import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** Where `npm run dev` finds a server; the built app is served by the server itself. */
const server = process.env.UNDERSTUDY_URL ?? 'http://127.0.0.1:8787'

export default defineConfig({
  plugins: [react()],
  // The server replaces this placeholder with a fresh nonce in every index.html it sends (see theme/nonce.ts).
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // No asset as a data: URL, so that the content security policy can stay at 'self'.
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}'], restoreMocks: true },
})
