import { StorageError } from '../storage/storage.ts'
import type { Member } from './member.ts'

/** Members of one room whose updates wait to be tried: each takes the document worker seconds at worst. */
const MAX_TRIALS = 8

/** Updates of one member that wait behind one that is being tried. */
const MAX_BEHIND_A_TRIAL = 100

/** Trials of one actor's updates that may fail in a row, whatever is wrong with them or with what tries them. */
const MAX_FAILURES = 3

/** What becomes of a trial; none of these may throw. */
export interface TrialEnd<Answer> {
  answered(answer: Answer): void
  /** It could not be made this time: the update may be sent again. */
  failed(error: unknown): void
  /** It could not be made again and again. */
  hopeless(): void
}

/**
 * The updates of one room that are tried on the document before they are stored. The others' go on meanwhile; a member's own
 * later ones wait behind it, so that each is judged after what it builds on.
 */
export class Trials {
  readonly #behind = new Map<Member, (() => void)[]>()
  /** One at a time, so that one room's do not stand in a row before those of other rooms. */
  #last: Promise<unknown> = Promise.resolve()
  /** By actor, in a row: its pages send the same again. */
  readonly #failures = new Map<string, number>()

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
   * Tries an update of `member`: from now on, what it sends waits. Tells `end` one thing; resolves after that, when what waited
   * was taken.
   */
  async run<Answer>(member: Member, trial: () => Promise<Answer>, end: TrialEnd<Answer>): Promise<void> {
    const { actor } = member
    this.#behind.set(member, [])
    const answered = this.#last.then(trial)
    this.#last = answered.catch(() => {})
    await answered.then(
      (answer) => {
        this.#failures.delete(actor)
        end.answered(answer)
      },
      (error: unknown) => {
        if (error instanceof StorageError || this.#mayFail(actor)) end.failed(error)
        else end.hopeless()
      },
    )
    this.#release(member)
  }

  /** Counts another failure. */
  #mayFail(actor: string): boolean {
    const failures = (this.#failures.get(actor) ?? 0) + 1
    if (failures < MAX_FAILURES) this.#failures.set(actor, failures)
    else this.#failures.delete(actor)
    return failures < MAX_FAILURES
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
