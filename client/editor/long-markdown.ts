import {
  type Input,
  NodeProp,
  NodeType,
  Parser,
  type PartialParse,
  type SyntaxNode,
  Tree,
  type TreeFragment,
} from '@lezer/common'
import { hasFrontMatter } from './front-matter.ts'

/** Below, going through all blocks with each key costs nothing. */
const LONG_LENGTH = 30_000
/** So much text on both sides of a change is looked at, at most, for blocks that are as they were. */
const MAX_WINDOW = 16_000
/** Each change may put groups of blocks within another, though most do not: after 3,000 of them anywhere they are 16 deep instead of 6. */
const MAX_DEPTH = 24
/** How deep they are is looked at so often: with five megabytes that takes a millisecond, and 15 to make them anew. */
const CHANGES_PER_LOOK = 20
/** Changes that are closer to each other are read as one. */
const NEAR_LENGTH = 4_000
/** A place from which nothing before it matters: the beginning, or behind an empty line. Blocks of the outermost level are indented by less than four. */
const FRESH_LINE = /(?:^|\n[\t ]*\n) {0,3}$/
const FRESH_LENGTH = 80

/** What was changed in the new text, between what is unchanged before and behind it. */
interface Gap {
  readonly from: number
  readonly to: number
  readonly before: TreeFragment | null
  readonly behind: TreeFragment | null
}

/**
 * Reads anew only the blocks that a change touches. The parser of Markdown takes over all others, but goes through each of them with
 * each key: in a megabyte that is half of what a key costs. Where a change leaves the blocks around it alone, the tree shares all
 * others with the tree before, in the groups that it has; whatever is not so simple is left to the parser.
 *
 * What a block is depends on nothing before it once nothing is open any more, and nothing is where a block of the outermost level
 * begins behind an empty line. So from such a place on the same text is the same blocks.
 */
export class LongMarkdownParser extends Parser {
  readonly #parser: Parser
  readonly #front: Parser
  /** How often each tree was amended since it was looked at. */
  readonly #amendments = new WeakMap<Tree, number>()

  /** @param front Reads a text that begins with front matter; the same kinds of nodes. */
  constructor(parser: Parser, front = parser) {
    super()
    this.#parser = parser
    this.#front = front
  }

  createParse(...[input, fragments, ranges]: Parameters<Parser['createParse']>): PartialParse {
    // Its end may have come or gone anywhere: what was read by other rules is of no use.
    const isOther = hasFrontMatter(input) !== isFrontMatter(fragments[0]?.tree.topNode.firstChild)
    const tree = isOther ? null : treeBefore(input, fragments, ranges)
    const whole = (): PartialParse => this.#parserFrom(0, input).startParse(input, isOther ? [] : fragments, ranges)
    if (tree === null) return whole()
    const known = fragments.at(-1)?.to ?? 0
    return new AmendingParse(
      (end) => this.#amended(input, fragments, tree, end),
      (end) => {
        const before = known < (end ?? input.length) ? this.#amended(input, fragments, tree, known) : null
        return (before && this.#readOn(input, before, end)) ?? whole()
      },
    )
  }

  #parserFrom(start: number, input: Input): Parser {
    return start === 0 && hasFrontMatter(input) ? this.#front : this.#parser
  }

  /** Reads what is behind `before` and leaves that as it is, but for its last block, which may go on; null when that one is long. */
  #readOn(input: Input, before: Tree, end: number | null): PartialParse | null {
    const start = lastFresh(input, before, { from: 0, offset: 0 }, before.length, 0)
    if (start === null) return null
    const to = end === null ? input.length : (lineEnd(input, end, end + MAX_WINDOW) ?? end)
    return new OffsetParse(this.#parserFrom(start, input).startParse(input.read(start, to)), start, (read) =>
      this.#amendedBy(before, start + read.length, (pieces) => {
        pieces.keep(0, start, 0)
        pieces.add(read, start, start + read.length)
        return true
      }),
    )
  }

  /** @param end So far is wanted: the editor reads long texts only until behind what is in sight. Null: all of it. */
  #amended(input: Input, fragments: readonly TreeFragment[], tree: Tree, end: number | null): Tree | null {
    const known = fragments.at(-1)?.to ?? 0
    if (end !== null && known < end) return null
    const length = end === null ? input.length : known
    const gaps = gapsOf(fragments, tree, length)
    if (gaps.length === 0) return tree
    return this.#amendedBy(tree, length, (pieces) => {
      let place = 0
      let behind: TreeFragment | null = null
      for (const gap of gaps) {
        const { before } = gap
        // What is last would be cut where no block ends.
        if (end !== null && gap.behind === null) return false
        const start = before === null ? 0 : lastFresh(input, tree, before, gap.from, place)
        if (start === null) return false
        if (before !== null) pieces.keep(place, start, before.offset)
        const next = this.#read(input, tree, pieces, start, gap)
        if (next === null) return false
        place = next
        behind = gap.behind
      }
      if (behind !== null) pieces.keep(place, length, behind.offset)
      return true
    })
  }

  /** Made of what `collect` takes from `tree` and from elsewhere; null when it answers that it cannot. */
  #amendedBy(tree: Tree, length: number, collect: (pieces: Pieces) => boolean): Tree | null {
    const amendments = ((this.#amendments.get(tree) ?? 0) + 1) % CHANGES_PER_LOOK
    const pieces = new Pieces(tree, amendments === 0 && depthOf(tree) > MAX_DEPTH)
    if (!collect(pieces)) return null
    const amended = pieces.join(length)
    this.#amendments.set(amended, amendments)
    return amended
  }

  /** Reads from `start` on until the blocks are those from before again; where that is, or null when it is not soon. */
  #read(input: Input, tree: Tree, pieces: Pieces, start: number, { to, behind }: Gap): number | null {
    if (behind === null) {
      const { length } = input
      if (length - start > MAX_WINDOW) return null
      pieces.add(this.#parserFrom(start, input).parse(input.read(start, length)), start, length)
      return length
    }
    let least = 0
    for (const { place, at } of freshBehind(input, tree, behind, to)) {
      if (place - start > MAX_WINDOW) return null
      if (place - start < least) continue
      const lineTo = lineEnd(input, place, start + MAX_WINDOW)
      if (lineTo === null) return null
      const read = this.#parserFrom(start, input).parse(input.read(start, lineTo))
      const block = read.topNode.childAfter(at - start)
      if (block?.from === at - start) {
        pieces.add(read, start, place)
        return place
      }
      // Something goes on that ended here before, a list or a fence: hardly only until the next block.
      least = (place - start) * 4
    }
    return null
  }
}

function isFrontMatter(block: SyntaxNode | null | undefined): boolean {
  return block?.name === 'FrontMatter'
}

/** The tree of the text before; null where there is none for all of it, or where going through it costs nothing. */
function treeBefore(...[input, fragments, ranges]: Parameters<Parser['createParse']>): Tree | null {
  const tree = fragments[0]?.tree
  if (tree === undefined || input.length < LONG_LENGTH) return null
  const isWhole = ranges.length === 1 && ranges[0]?.from === 0 && ranges[0].to === input.length
  return isWhole && fragments.every((fragment) => fragment.tree === tree) ? tree : null
}

function gapsOf(fragments: readonly TreeFragment[], tree: Tree, length: number): Gap[] {
  const gaps: Gap[] = []
  let before: TreeFragment | null = null
  for (const behind of [...fragments, null]) {
    const from: number = before?.to ?? 0
    const to = behind?.from ?? length
    // Both in the text before: what is between them is gone from it.
    const oldFrom = before === null ? 0 : before.to + before.offset
    const oldTo = behind === null ? tree.length : behind.from + behind.offset
    const near: Gap | undefined = gaps.at(-1)
    const isGap = from < to || oldFrom < oldTo
    if (near !== undefined && (isGap || from === to) && from - near.to < NEAR_LENGTH)
      gaps.splice(-1, 1, { ...near, to, behind })
    else if (isGap) gaps.push({ from, to, before, behind })
    before = behind
  }
  return gaps
}

/** Where the last line before `end`, and behind `start`, is from which nothing before it matters and which is as it was; null when that is far. */
function lastFresh(
  input: Input,
  tree: Tree,
  { from, offset }: Pick<TreeFragment, 'from' | 'offset'>,
  end: number,
  start: number,
): number | null {
  const least = Math.max(start, from, end - MAX_WINDOW)
  for (let block = tree.topNode.childBefore(end + offset); block !== null; block = block.prevSibling) {
    const place = freshLine(input, block.from - offset, least)
    if (block.from - offset < least) return least === 0 ? 0 : null
    if (place !== null && lineEnd(input, place, end) !== null) return place
  }
  return least === 0 ? 0 : null
}

/** The lines behind `start` from which nothing before them matters: where they begin, and where the block in them does. */
function* freshBehind(
  input: Input,
  tree: Tree,
  { offset, to }: TreeFragment,
  start: number,
): Generator<{ readonly place: number; readonly at: number }> {
  let block: SyntaxNode | null = tree.topNode.childAfter(start + offset)
  for (; block !== null && block.from - offset < to; block = block.nextSibling) {
    const at = block.from - offset
    const place = at < start ? null : freshLine(input, at, start)
    if (place !== null) yield { place, at }
  }
}

/** The beginning of the line of the block at `at`, when all that makes it a fresh one is behind `least`. */
function freshLine(input: Input, at: number, least: number): number | null {
  const from = Math.max(least, at - FRESH_LENGTH)
  const match = FRESH_LINE.exec(input.read(from, at))
  if (match === null || (from + match.index > 0 && !match[0].startsWith('\n'))) return null
  return at - (match[0].length - match[0].lastIndexOf('\n') - 1)
}

/** Where the line ends that `at` is in; null when that is not before `limit`. */
function lineEnd(input: Input, at: number, limit: number): number | null {
  const end = Math.min(input.length, limit)
  for (let from = at; from < end; from += FRESH_LENGTH) {
    const index = input.read(from, Math.min(end, from + FRESH_LENGTH)).indexOf('\n')
    if (index >= 0) return from + index
  }
  return limit > input.length ? input.length : null
}

/** How many groups of blocks are within one another. */
function depthOf({ children }: Tree): number {
  let depth = 0
  for (const child of children)
    if (child instanceof Tree && child.type.isAnonymous) depth = Math.max(depth, depthOf(child))
  return depth + 1
}

/** A tree made of blocks, and groups of blocks, of other trees; in their order. */
class Pieces {
  readonly #tree: Tree
  readonly #children: Tree[] = []
  readonly #positions: number[] = []

  readonly #isFlat: boolean

  /**
   * @param tree Like it, but for its blocks.
   * @param isFlat Takes blocks alone, and no groups.
   */
  constructor(tree: Tree, isFlat: boolean) {
    this.#tree = tree
    this.#isFlat = isFlat
  }

  /** The blocks between `from` and `to` in the new text, of the tree before: there, they are `offset` further on. */
  keep(from: number, to: number, offset: number): void {
    this.#collect(this.#tree, -offset, from, to)
  }

  /** Those of `tree`, which begins at `start`, before `to`. */
  add(tree: Tree, start: number, to: number): void {
    this.#collect(tree, start, start, to)
  }

  join(length: number): Tree {
    const props: [NodeProp<number>, number][] = [[NodeProp.contextHash, this.#tree.prop(NodeProp.contextHash) ?? 0]]
    return new Tree(this.#tree.type, this.#children, this.#positions, length, props).balance({
      makeTree: (children, positions, ownLength) => new Tree(NodeType.none, children, positions, ownLength, props),
    })
  }

  #collect({ children, positions }: Tree, start: number, from: number, to: number): void {
    for (const [index, child] of children.entries()) {
      const at = start + (positions[index] ?? 0)
      if (at >= to) return
      if (!(child instanceof Tree) || at + child.length <= from) continue
      if (child.type.isAnonymous && (this.#isFlat || at < from || at + child.length > to)) {
        this.#collect(child, at, from, to)
      } else if (at >= from) {
        this.#children.push(child)
        this.#positions.push(at)
      }
    }
  }
}

/** Amends a tree where that can be done, in one step; or else reads in as many as it takes. */
class AmendingParse implements PartialParse {
  readonly #amend: (end: number | null) => Tree | null
  readonly #read: (end: number | null) => PartialParse
  #parse: PartialParse | null = null
  #end: number | null = null

  constructor(amend: (end: number | null) => Tree | null, read: (end: number | null) => PartialParse) {
    this.#amend = amend
    this.#read = read
  }

  get parsedPos(): number {
    return this.#parse?.parsedPos ?? 0
  }

  get stoppedAt(): number | null {
    return this.#parse === null ? this.#end : this.#parse.stoppedAt
  }

  advance(): Tree | null {
    if (this.#parse === null) {
      const amended = this.#amend(this.#end)
      if (amended !== null) return amended
      this.#parse = this.#read(this.#end)
      if (this.#end !== null) this.#parse.stopAt(this.#end)
    }
    return this.#parse.advance()
  }

  stopAt(pos: number): void {
    this.#end = pos
    this.#parse?.stopAt(pos)
  }
}

/** Parses a part of a text, from `start` on, and answers with what `join` makes of its tree. */
class OffsetParse implements PartialParse {
  readonly #parse: PartialParse
  readonly #start: number
  readonly #join: (read: Tree) => Tree | null

  constructor(parse: PartialParse, start: number, join: (read: Tree) => Tree | null) {
    this.#parse = parse
    this.#start = start
    this.#join = join
  }

  get parsedPos(): number {
    return this.#start + this.#parse.parsedPos
  }

  get stoppedAt(): number | null {
    const { stoppedAt } = this.#parse
    return stoppedAt === null ? null : this.#start + stoppedAt
  }

  advance(): Tree | null {
    const read = this.#parse.advance()
    return read && this.#join(read)
  }

  stopAt(pos: number): void {
    this.#parse.stopAt(pos - this.#start)
  }
}
