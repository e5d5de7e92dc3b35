/** Resolves as soon as `condition` holds, looked at in every turn of the event loop; rejects when that takes too long. */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = 4000): Promise<void> {
  const end = Date.now() + limitMs
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${condition.toString()}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
