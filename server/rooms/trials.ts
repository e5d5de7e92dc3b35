import type { Member } from './member.ts'

/** Members of one room whose updates wait to be tried: each takes the document worker seconds at worst. */
const MAX_TRIALS = 8

/** Updates of one member that wait behind one that is being tried. */
const MAX_BEHIND_A_TRIAL = 100

/**
 * The updates of one room that are tried on the document before they are stored. The others' go on meanwhile; a member's own
 * later ones wait behind it, so that each is judged after what it builds on.
 */
export class Trials {
  readonly #behind = new Map<Member, (() => void)[]>()
  /** One at a time, so that one room's do not stand in a row before those of other rooms. */
  #last: Promise<unknown> = Promise.resolve()

  get isEmpty(): boolean {
    return this.#behind.size === 0
  }

  get isFull(): boolean {
    return this.#behind.size >= MAX_TRIALS
  }

  /** Calls `take` at once, or when the member's update that is being tried is done with; false when too much waits for that. */
  inOrder(member: Member, take: () => void): boolean {
    const behind = this.#behind.get(member)
    if (behind === undefined) take()
    else if (behind.length < MAX_BEHIND_A_TRIAL) behind.push(take)
    else return false
    return true
  }

  /**
   * Tries an update of `member`: from now on, what it sends waits. Hands the answer to `then`, which must not throw, or the
   * error to `fail`; resolves after that, when what waited was taken.
   */
  async run<Answer>(
    member: Member,
    trial: () => Promise<Answer>,
    then: (answer: Answer) => void,
    fail: (error: unknown) => void,
  ): Promise<void> {
    this.#behind.set(member, [])
    const answered = this.#last.then(trial)
    this.#last = answered.catch(() => {})
    await answered.then(then, fail)
    this.#release(member)
  }

  #release(member: Member): void {
    const behind = this.#behind.get(member) ?? []
    this.#behind.delete(member)
    for (const take of behind) {
      // One of them may have to be tried as well.
      const again = this.#behind.get(member)
      if (again === undefined) take()
      else again.push(take)
    }
  }
}
