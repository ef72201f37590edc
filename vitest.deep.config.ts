/** What takes longer than `npm test` may: `npm run test:deep`. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,adapters,cards,data}/**/*.deep.test.ts'],
    testTimeout: 600_000,
    globalSetup: ['adapters/playground/testing/browser-setup.ts'],
    reporters: ['default', './src/stories/skip-reporter.ts'],
  },
})
