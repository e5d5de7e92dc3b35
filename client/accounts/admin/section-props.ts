/** What each section of the page of administration is given. */
export interface SectionProps {
  readonly now: number
  /** Tells what was done, or why not. */
  readonly say: (words: string) => void
}
