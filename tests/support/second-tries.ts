import type { Reporter, TestCase } from 'vitest/node'

/** Tells at the end of the tests that passed only when they were tried again, and why: each has a race in it, or the product has. */
export class SecondTries implements Reporter {
  readonly #told: string[] = []

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky !== true) return
    const [error] = test.result().errors ?? []
    this.#told.push(`  ${test.fullName}`, `${error?.message ?? ''}\n`.replaceAll(/^/gm, '    '))
  }

  onTestRunEnd(): void {
    if (this.#told.length === 0) return
    console.log(`Passed only when tried again, and to be mended: ${this.#told.length / 2}`)
    for (const words of this.#told) console.log(words)
  }
}
