import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,adapters,cards,data}/**/*.test.ts'],
    exclude: ['**/*.deep.test.ts', '**/node_modules/**'],
    testTimeout: 20_000,
    // Modules are loaded once per worker, not once per file: a third of the time. So nothing may be left behind in them.
    isolate: false,
    maxWorkers: 2,
    globalSetup: ['adapters/playground/testing/browser-setup.ts'],
    reporters: ['default', './src/stories/skip-reporter.ts'],
  },
})
