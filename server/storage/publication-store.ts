/**
 * The documents that everybody may read at an address of their own, by the last part of that address (the slug). Part of `Storage`,
 * whose promises hold here too. A document that is gone is published nowhere, and one in the trash as long as it is there. Times are milliseconds since the Unix epoch.
 */
export interface PublicationStore {
  /**
   * Publishes a document, or moves it to another slug: the one before leads nowhere then, and may be another's. `taken`: another
   * document has the slug.
   */
  publish(document: string, publication: NewPublication): Promise<'published' | 'taken' | 'not-found'>

  /** `by` is the actor who does it. False when the document is not published. */
  withdraw(document: string, by: string, at: number): Promise<boolean>

  /** Null when the document is not published. */
  of(document: string): Promise<Publication | null>

  /** What is published at these slugs, in no order; those are left out at which nothing is. */
  find(slugs: readonly string[]): Promise<PublishedDocument[]>
}

export interface NewPublication {
  readonly slug: string
  /** Null: it follows from the text. */
  readonly description: string | null
  /** An actor. */
  readonly by: string
  readonly at: number
}

export interface Publication {
  readonly slug: string
  readonly description: string | null
  /** Since when it is published, whatever its slug was. */
  readonly at: number
}

/** With what the document is at present. */
export interface PublishedDocument extends Publication {
  readonly document: string
  readonly title: string | null
  readonly epoch: number
  readonly sequence: number
}
