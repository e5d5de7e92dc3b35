import type { Verdict } from './ledger.ts'

/** What was seen so far. */
export class Tally {
  kills = 0
  acked = 0
  documents = 0
  lost = 0
  duplicated = 0
  unopenable = 0
  /** Deleted for good, and there again. */
  resurrected = 0
  /** Out of the order in which their typist typed them. */
  disordered = 0
  /** Cut, or never typed. */
  broken = 0
  /** Documents of which two see different texts. */
  diverged = 0
  /** Snapshots found in the logs after kills. */
  folds = 0
  /** Everything that must not be, in words. */
  readonly faults: string[] = []

  fault(what: string): void {
    this.faults.push(what)
  }

  /** Counts and tells what is wrong with a document's text. */
  judge(document: string, where: string, verdict: Verdict): void {
    for (const [kind, names] of Object.entries(verdict) as [keyof Verdict, string[]][]) {
      if (names.length === 0) continue
      this[kind] += names.length
      this.fault(`${document} ${where}, ${kind}: ${names.slice(0, 5).join(' ')}${names.length > 5 ? ' …' : ''}`)
    }
  }

  doesNotOpen(document: string, why: string): void {
    this.unopenable += 1
    this.fault(`${document} does not open: ${why}`)
  }
}
