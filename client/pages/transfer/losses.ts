/** Something that was not kept, and why, in words for the person. */
export interface Loss {
  /** A file or a document, as the person knows it; '' when it is about everything. */
  readonly about: string
  readonly words: string
}
