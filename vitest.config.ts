import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,adapters,cards,data}/**/*.test.ts'],
    exclude: ['**/*.deep.test.ts', '**/node_modules/**'],
    testTimeout: 20_000,
    globalSetup: ['adapters/playground/testing/browser-setup.ts'],
    reporters: ['default', './src/stories/skip-reporter.ts'],
  },
})
