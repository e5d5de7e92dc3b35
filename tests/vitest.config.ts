import { defineConfig } from 'vitest/config'

/** One project a kind of test; what each kind may assume stands in CONTRIBUTING.md. */
const root = new URL('..', import.meta.url).pathname

/** A file for the results in JSON, which `.ci/run` counts. */
const report = process.env['WEFT_TEST_REPORT']

/** For what becomes true later, on a busy machine too: a test that waits for it ends as soon as it does. */
const patient = { expect: { poll: { timeout: 15_000 } } }

export default defineConfig({
  test: {
    root,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    projects: [
      { test: { name: 'unit', root, include: ['tests/unit/**/*.test.ts'], testTimeout: 20_000 } },
      { test: { name: 'architecture', root, include: ['tests/architecture/**/*.test.ts'] } },
      { test: { name: 'contract', root, include: ['tests/contract/**/*.test.ts'], testTimeout: 20_000 } },
      {
        test: {
          name: 'integration',
          root,
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 30_000,
          ...patient,
        },
      },
      { test: { name: 'property', root, include: ['tests/property/**/*.test.ts'], testTimeout: 120_000 } },
      {
        test: {
          name: 'browser',
          root,
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          ...patient,
        },
      },
    ],
  },
})
