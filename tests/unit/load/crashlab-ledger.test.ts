import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Ledger } from '../../load/crashlab/ledger.ts'
import { Typist } from '../../load/crashlab/typist.ts'

const NOTHING = { lost: [], duplicated: [], resurrected: [], disordered: [], broken: [] }

function typed(lines: number): { ledger: Ledger; texts: string[]; names: string[] } {
  const ledger = new Ledger()
  const minted = Array.from({ length: lines }, (_, index) => ledger.mint('ada', 10 + index))
  ledger.sawStored(minted.map(({ text }) => text).join(''))
  return { ledger, texts: minted.map(({ text }) => text), names: minted.map(({ name }) => name) }
}

describe('the crash lab’s judgement of a text', () => {
  it('finds nothing where all is well, whatever stands between the lines', () => {
    const { ledger, texts } = typed(3)
    const requirement = ledger.require()
    const { text } = ledger.mint('ben', 5)
    expect(ledger.judge(`before ${texts.join(text)}`, { ...requirement, absent: new Set() }).lost).toEqual([])
    expect(ledger.judge(texts.join('\n'), requirement)).toEqual(NOTHING)
  })

  it('names what is lost, doubled, out of order, cut, never typed, and back after it was deleted', () => {
    const { ledger, texts, names } = typed(3)
    const [first = '', second = '', third = ''] = texts
    const requirement = ledger.require()
    expect(ledger.judge(first + third, requirement)).toEqual({ ...NOTHING, lost: [names[1]] })
    const doubled = ledger.judge(first + second + second + third, requirement)
    expect(doubled).toEqual({ ...NOTHING, duplicated: [names[1]] })
    expect(ledger.judge(second + first + third, requirement)).toEqual({ ...NOTHING, disordered: [names[0]] })
    const cut = ledger.judge(`${first.slice(0, -3)}\n${second}${third}`, requirement)
    expect(cut).toEqual({ ...NOTHING, broken: [names[0]] })
    const foreign = ledger.judge(`${texts.join('')}[eve.1.0]\n`, requirement)
    expect(foreign).toEqual({ ...NOTHING, broken: ['[eve.1.0]'] })
    ledger.deletes(names[0] ?? '')
    ledger.deleted(names[0] ?? '')
    expect(ledger.judge(texts.join(''), ledger.require())).toEqual({ ...NOTHING, resurrected: [names[0]] })
  })

  it('asks for nothing that was neither acknowledged nor seen, and not for what may have been deleted', () => {
    const { ledger, names } = typed(1)
    ledger.mint('ben', 3)
    ledger.deletes(names[0] ?? '')
    expect(ledger.require()).toEqual({ present: new Set(), absent: new Set() })
  })

  it('takes half a line for nothing that is stored', () => {
    const ledger = new Ledger()
    ledger.sawStored(ledger.mint('ada', 20).text.slice(0, -4))
    expect(ledger.stored).toBe(0)
  })
})

describe('a typist', () => {
  it('types each line after the one before, wherever others type, and deletes whole lines of its own', () => {
    const ledger = new Ledger()
    const text = new Y.Doc().getText('text')
    const [ada, ben] = [new Typist('a', text, ledger), new Typist('b', text, ledger)]
    ada.type(4, 2)
    ben.type(6)
    const [kept] = ada.type(8)
    ben.delete(1)
    ada.delete(2)
    expect(text.toString()).toBe(`${kept}${text.toString().slice(kept?.length)}`)
    expect(
      ledger.judge(
        text.toString(),
        ledger.require(() => true),
      ),
    ).toEqual(NOTHING)
    expect(text.toString().split('\n')).toHaveLength(2)
  })
})
