import type { Reporter, TestCase } from 'vitest/node'

/** Names at the end the tests that passed only when they were tried again: each has a race in it, or the product has. */
export class SecondTries implements Reporter {
  readonly #names: string[] = []

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky === true) this.#names.push(test.fullName)
  }

  onTestRunEnd(): void {
    if (this.#names.length === 0) return
    console.log(`Passed only when tried again, and to be mended: ${this.#names.length}`)
    for (const name of this.#names) console.log(`  ${name}`)
  }
}
