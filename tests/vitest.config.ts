import { defineConfig } from 'vitest/config'
import { SecondTries } from './support/second-tries.ts'

/** One project a kind of test; what each kind may assume stands in CONTRIBUTING.md. */
const root = new URL('..', import.meta.url).pathname

/** A file for the results in JSON, which `.ci/run` counts. */
const report = process.env['WEFT_TEST_REPORT']

/**
 * What becomes true later is waited for, on a busy machine too: a test that waits for it ends as soon as it does. With `CI=true` a
 * test that fails is tried once more, and named when that was needed; by hand it is not: whoever changes something is to see
 * what is unsteady.
 */
const inRealTime = {
  expect: { poll: { timeout: 15_000 } },
  retry: process.env['CI'] === 'true' ? 1 : 0,
}

function toFile(outputFile: string): ['json', { outputFile: string }] {
  return ['json', { outputFile }]
}

export default defineConfig({
  test: {
    root,
    reporters: ['default', new SecondTries(), ...(report === undefined ? [] : [toFile(report)])],
    projects: [
      { test: { name: 'unit', root, include: ['tests/unit/**/*.test.ts'], testTimeout: 20_000 } },
      { test: { name: 'architecture', root, include: ['tests/architecture/**/*.test.ts'], testTimeout: 20_000 } },
      { test: { name: 'contract', root, include: ['tests/contract/**/*.test.ts'], testTimeout: 20_000 } },
      {
        test: {
          name: 'integration',
          root,
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 30_000,
          ...inRealTime,
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
          ...inRealTime,
        },
      },
    ],
  },
})
