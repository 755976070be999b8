import { defineConfig } from '@playwright/test'

/** End-to-end specs: each starts the built desk through `test/support/launch.ts`, one after the other. */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  timeout: 120_000,
  // A first start on a busy machine makes the sample shop before the list is there.
  expect: { timeout: 20_000 },
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
})
