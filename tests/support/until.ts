/**
 * Resolves as soon as `condition` holds, looked at in every turn of the event loop; rejects when that takes too long even for a
 * busy machine.
 */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = 15_000): Promise<void> {
  const end = Date.now() + limitMs
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${condition.toString()}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
