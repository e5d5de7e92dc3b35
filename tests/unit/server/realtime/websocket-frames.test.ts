import { expect, it } from 'vitest'
import * as ws from 'ws'
import { binaryFrame, framesOf } from '../../../../server/realtime/websocket-frames.ts'

const { Sender } = ws as unknown as {
  readonly Sender: { frame(data: Uint8Array, options: object): readonly Uint8Array[] }
}
const SIZES = [0, 1, 124, 125, 126, 65_534, 65_535, 65_536, 70_000]

/** As ws frames it. */
function frame(opcode: number, data: Uint8Array): Buffer {
  return Buffer.concat(Sender.frame(data, { fin: true, opcode, mask: false, readOnly: true, rsv1: false }))
}

it('texts of any length are framed as ws does it, behind Engine.IO’s type', () => {
  for (const size of SIZES) {
    const text = 'ä'.repeat(size / 2) + 'x'.repeat(size % 2)
    expect(framesOf([text]).equals(frame(1, Buffer.from(`4${text}`)))).toBe(true)
  }
})

it('bytes of any length are framed as ws does it, behind what goes before them', () => {
  for (const size of SIZES) {
    const bytes = Buffer.alloc(size, size)
    const expected = Buffer.concat([frame(1, Buffer.from('4head')), frame(2, bytes)])
    expect(framesOf(['head', bytes]).equals(expected)).toBe(true)
    const parts = [bytes.subarray(0, size / 3), bytes.subarray(size / 3)]
    expect(Buffer.concat([framesOf(['head']), binaryFrame(parts)]).equals(expected)).toBe(true)
  }
})
