/** Names for the headings of one document, in their order. As GitHub makes them, so that links in documents that come from there lead somewhere. */
export class Slugs {
  readonly #taken = new Map<string, number>()

  of(words: string): string {
    const slug = words
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-')
    const count = this.#taken.get(slug) ?? 0
    this.#taken.set(slug, count + 1)
    return count === 0 ? slug : `${slug}-${count}`
  }
}
