import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { isMarked, surround, toggleLink, toggleMark } from '../../../../client/editor/inline-marks.ts'
import { markedTextOf, runOn, stateOf } from '../../../support/marked-text.ts'

function timeOf(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

describe('marks around words', () => {
  it.each([
    ['a ‹word› b', 'a **‹word›** b'],
    ['a **‹word›** b', 'a ‹word› b'],
    ['a ‹**word**› b', 'a ‹word› b'],
    ['a wo‸rd b', 'a **wo‸rd** b'],
    ['a **wo‸rd** b', 'a wo‸rd b'],
    ['a ‸ b', 'a **‸** b'],
    ['a **‸** b', 'a ‸ b'],
    ['a‹ word › b', 'a‹ **word** › b'],
    ['*‹word›*', '***‹word›***'],
    ['***‹word›***', '*‹word›*'],
    ['‹one› two ‹three›', '**‹one›** two **‹three›**'],
    ['on‸e two thr‸ee', '**on‸e** two **thr‸ee**'],
    ['w‸or‸d', '**w‸ord**'],
    ['**w‸or‸d** ‹two›', '**w‸ord** **‹two›**'],
    ['**‹one›** two **‹three›**', '‹one› two ‹three›'],
    ['a ‹one tw›o‸', 'a **‹one tw›**o'],
  ])('makes strong: %j', (before, after) => {
    expect(runOn(toggleMark('**'), before)).toBe(after)
  })

  it.each([
    ['‹word›', '*‹word›*'],
    ['*‹word›*', '‹word›'],
    ['**‹word›**', '***‹word›***'],
    ['***‹word›***', '**‹word›**'],
  ])('makes emphasis: %j', (before, after) => {
    expect(runOn(toggleMark('*'), before)).toBe(after)
  })

  it.each([
    ['~~', '‹word›', '~~‹word›~~'],
    ['~~', '~~‹word›~~', '‹word›'],
    ['==', 'wo‸rd', '==wo‸rd=='],
    ['`', '‹let x›', '`‹let x›`'],
    ['`', '`le‸t`', 'le‸t'],
    ['~', 'H‹2›O', 'H~‹2›~O'],
    ['~', '~~‹word›~~', '~~~‹word›~~~'],
    ['^', 'x^‹2›^', 'x‹2›'],
  ] as const)('makes %s: %j', (mark, before, after) => {
    expect(runOn(toggleMark(mark), before)).toBe(after)
  })

  it.each([
    ['**', '‹p one\n\np two›', '**‹p one**\n\n**p two›**'],
    ['**', '- ‹one\n- two\n- three›', '- **‹one**\n- **two**\n- **three›**'],
    ['*', '‹- a\n- b›', '‹- *a*\n- *b›*'],
    ['**', '# ‹One #\n\n> two ›', '# **‹One** #\n\n> **two** ›'],
    ['**', '‹# One\ntwo\n===\n- [ ] three›', '‹# **One**\n**two**\n===\n- [ ] **three›**'],
    ['**', '> one\n‹> two\n> ›three', '> one\n‹> **two**\n> ›three'],
    ['**', '> ‹one\n> two›', '> **‹one\n> two›**'],
    ['**', '| ‹x | y› |\n| - | - |\n| 1 | 2 |', '| **‹x** | **y›** |\n| - | - |\n| 1 | 2 |'],
    ['==', '| x | y |\n| - | - |\n| 1 |‹ 2 |\n| 3 › | 4 |', '| x | y |\n| - | - |\n| 1 |‹ ==2== |\n| ==3== › | 4 |'],
    ['`', '‹one\n\n    code\n\ntwo›', '`‹one`\n\n    code\n\n`two›`'],
    ['**', '```\n‹a\n\nb›\n```', '```\n**‹a\n\nb›**\n```'],
    ['~~', 'two ‹words\nof a› paragraph', 'two ~~‹words\nof a›~~ paragraph'],
  ] as const)('%s stands in each block by itself, and is taken off all: %j', (mark, before, after) => {
    expect(runOn(toggleMark(mark), before)).toBe(after)
    expect(isMarked(stateOf(after), mark)).toBe(true)
    expect(runOn(toggleMark(mark), after)).toBe(before)
  })

  it('is put on what lacks it when some blocks have it, or some selections', () => {
    expect(runOn(toggleMark('**'), '‹**one**\n\ntwo›')).toBe('‹**one**\n\n**two›**')
    expect(runOn(toggleMark('~~'), '‹alpha› ~~‹gone~~›')).toBe('~~‹alpha›~~ ~~‹gone~~›')
    expect(runOn(toggleMark('=='), '==‹a›==\n\n‹b› ==c‸==')).toBe('==‹a›==\n\n==‹b›== ==c‸==')
  })

  it.each([
    ['**', '**a b‸b c**', '**a** b‸b **c**'],
    ['**', '**a ‹bb› c**', '**a** ‹bb› **c**'],
    ['**', '**a ‹bb c›**', '**a** ‹bb c›'],
    ['**', '**‹a› bb**', '‹a› **bb**'],
    ['**', '‹**wo›rd**', '‹wo›**rd**'],
    ['**', '__a ‹bb› c__', '__a__ ‹bb› __c__'],
    ['**', '‹**a** **b**›', '‹a b›'],
    ['**', '**a *‹b›* c**', '**a** *‹b›* **c**'],
    ['**', '**a [b ‹c›](x) d**', '**a** [b ‹c›](x) **d**'],
    ['~~', '~~a ‹b› c~~', '~~a~~ ‹b› ~~c~~'],
    ['`', '`a ‹b› c`', '`a` ‹b› `c`'],
    ['==', '==a ‹b› c==', '==a== ‹b› ==c=='],
    ['==', '==a\nb‸b c==', '==a==\nb‸b ==c=='],
    ['==', '==a ‹b›== c ==d==', '==a== ‹b› c ==d=='],
    ['~', 'x H~‹1›2~', 'x H‹1›~2~'],
    ['`', '`` a`b ‹c› ``', '`` a`b `` ‹c›'],
  ] as const)('%s is taken off a part: %j', (mark, before, after) => {
    expect(runOn(toggleMark(mark), before)).toBe(after)
  })

  it.each([
    ['**', '‹a **one two three** c›', '**‹a one two three c›**'],
    ['**', '‹a **one t›wo** c', '**‹a one t›wo** c'],
    ['**', 'a **one ‹two** c›', 'a **one ‹two c›**'],
    ['**', '**a**‹b›', '**a‹b›**'],
    ['**', '‹x __a b› c__', '**‹x a b› c**'],
    ['*', '‹a **b** *c* d›', '*‹a **b** c d›*'],
    ['**', '*a ‹b* c›', '***a ‹b* c›**'],
    ['`', '‹a`b›', '`` ‹a`b› ``'],
    ['`', '‹a `b` c›', '`‹a b c›`'],
    ['`', '‹``› x', '``` ‹``› ``` x'],
    ['==', 'see ‹this ==hi== word›', 'see ==‹this hi word›=='],
    ['==', 'a ‹b ==c› d== e', 'a ==‹b c› d== e'],
    ['==', '‹==a== b ==c==›', '‹==a b c==›'],
    ['==', '‹a ==b== ==c ==d== e==›', '==‹a b c ==d== e==›'],
    ['~', '‹x H~2~O y›', '~‹x H2O y›~'],
    ['^', '‹x^2^ a›', '^‹x2 a›^'],
  ] as const)('%s is put once around what has it in part: %j', (mark, before, after) => {
    expect(runOn(toggleMark(mark), before)).toBe(after)
  })

  it.each([
    ['==', '‹a `==b==` c›', '==‹a `==b==` c›=='],
    ['==', '‹a \\==b== c›', '==‹a \\==b== c›=='],
    ['==', '‹a == b == c›', '==‹a == b == c›=='],
    ['==', '‹a ====b==== c›', '==‹a ====b==== c›=='],
    ['==', '‹[a](/?x==y==z) b›', '==‹[a](/?x==y==z) b›=='],
    ['==', '==a== ‹b› ==c==', '==a== ==‹b›== ==c=='],
    ['==', '==a\n\n‹b›\n\nc==', '==a\n\n==‹b›==\n\nc=='],
    ['~', '‹a ~~b~~ c›', '~‹a ~~b~~ c›~'],
    ['~', '‹~5 or ~6›', '~‹~5 or ~6›~'],
    ['^', '‹$x^2+y^2$ a›', '^‹$x^2+y^2$ a›^'],
    ['^', '‹a[^1][^2]›', '^‹a[^1][^2]›^'],
  ] as const)('%s leaves alone what is no mark: %j', (mark, before, after) => {
    expect(runOn(toggleMark(mark), before)).toBe(after)
  })

  it.each(['==', '~', '^'] as const)('%s does not search a block for long', (mark) => {
    for (const part of [`${mark}x `, `x${mark}`, `${mark}x${mark} `, '$x ', '`x` ', '\\'])
      expect(timeOf(() => isMarked(stateOf(`‹${part.repeat(3_000)}›`), mark))).toBeLessThan(1_000)
  })

  it('says what is on', () => {
    expect(isMarked(stateOf('a **wo‸rd** b'), '**')).toBe(true)
    expect(isMarked(stateOf('a **wo‸rd** b'), '*')).toBe(false)
    expect(isMarked(stateOf('a ***wo‸rd*** b'), '*')).toBe(true)
    expect(isMarked(stateOf('a ‹word› b'), '**')).toBe(false)
  })

  it('changes nothing where one may only read', () => {
    const state = EditorState.create({ doc: 'a', extensions: EditorState.readOnly.of(true) })
    const dispatch = (): never => {
      throw new Error('it must not')
    }
    expect(toggleMark('**')({ state, dispatch })).toBe(false)
    expect(toggleLink({ state, dispatch })).toBe(false)
  })
})

describe('links', () => {
  it.each([
    ['a ‹word› b', 'a [word](‸) b'],
    ['a wo‸rd b', 'a [word](‸) b'],
    ['a ‸ b', 'a [‸]() b'],
    ['‹https://weft.example/a›', '[‸](https://weft.example/a)'],
    ['a [wo‸rd](https://weft.example/(a)) b', 'a ‹word› b'],
    ['a ‹[word](x)› b', 'a ‹word› b'],
    ['![wo‸rd](x)', '![[word](‸)](x)'],
    ['w‸or‸d', '[word](‸)'],
    ['[hel‸lo wor‸ld](x)', '‹hello world›'],
    ['[o‸ne](x) [t‸wo](y)', '‹one› ‹two›'],
  ])('%j', (before, after) => {
    expect(runOn(toggleLink, before)).toBe(after)
  })
})

describe('a sign typed over what is selected', () => {
  it.each([
    ['*', '‹word›', '*‹word›*'],
    ['_', '‹word›', '_‹word›_'],
    ['=', '‹one› ‹two›', '=‹one›= =‹two›='],
  ])('%s stands around it: %j', (sign, before, after) => {
    const state = stateOf(before)
    const change = surround(state, sign)
    expect(change && markedTextOf(state.update(change).state)).toBe(after)
  })

  it('takes its place when it is no mark, or when there is a cursor, too', () => {
    expect(surround(stateOf('‹word›'), 'x')).toBeNull()
    expect(surround(stateOf('‹word› a‸'), '*')).toBeNull()
  })
})
