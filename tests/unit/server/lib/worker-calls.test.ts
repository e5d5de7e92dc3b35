import { MessageChannel, Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { handOver, serveCalls, WorkerCalls } from '../../../../server/lib/worker-calls.ts'

interface Methods {
  double(value: number): number
  later(value: number): Promise<number>
  take(bytes: Uint8Array): number
  give(size: number): { bytes: Uint8Array }
  fail(code: string): never
  answerFunction(): unknown
}

const given: Uint8Array[] = []
const clients: WorkerCalls<Methods>[] = []

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
  given.length = 0
})

function connect(methods: Partial<Methods>, onClose?: () => void): WorkerCalls<Methods> {
  const { port1, port2 } = new MessageChannel()
  serveCalls(methods as Methods, onClose, port2)
  const client = new WorkerCalls<Methods>(port1)
  clients.push(client)
  return client
}

describe('WorkerCalls', () => {
  it('resolves each call to what its method returned', async () => {
    const client = connect({ double: (value) => value * 2 })
    expect(await Promise.all([client.call('double', [2]), client.call('double', [5])])).toEqual([4, 10])
  })

  it('answers one call at a time in the order they were made, asynchronous ones too', async () => {
    const log: string[] = []
    const client = connect({
      double: (value) => {
        log.push('double')
        return value * 2
      },
      later: async (value) => {
        await new Promise((resolve) => setImmediate(resolve))
        log.push('later')
        return value
      },
    })
    await Promise.all([client.call('later', [1]), client.call('double', [1])])
    expect(log).toEqual(['later', 'double'])
  })

  it('rejects with the name, message and code of what the method threw, and goes on', async () => {
    const client = connect({
      double: (value) => value * 2,
      fail: (code) => {
        throw Object.assign(new RangeError('too far'), { code })
      },
    })
    await expect(client.call('fail', ['E_FAR'])).rejects.toMatchObject({
      name: 'RangeError',
      message: 'too far',
      code: 'E_FAR',
    })
    expect(await client.call('double', [1])).toBe(2)
  })

  it('rejects a call whose method does not exist', async () => {
    await expect(connect({}).call('double', [1])).rejects.toMatchObject({ name: 'TypeError' })
  })

  it('rejects alone a call whose arguments or answer cannot cross', async () => {
    const client = connect({ double: (value) => value * 2, answerFunction: () => () => {} })
    await expect(client.call('answerFunction', [])).rejects.toMatchObject({ name: 'DataCloneError' })
    await expect(client.call('double', [(() => {}) as unknown as number])).rejects.toThrow('could not be cloned')
    expect(await client.call('double', [1])).toBe(2)
  })

  it('copies bytes, but moves what is named for transfer', async () => {
    const client = connect({ take: (bytes) => bytes.byteLength })
    const kept = new Uint8Array(8)
    const moved = new Uint8Array(8)
    expect(await client.call('take', [kept])).toBe(8)
    expect(await client.call('take', [moved], [moved.buffer])).toBe(8)
    expect([kept.byteLength, moved.byteLength]).toEqual([8, 0])
  })

  it('moves what a method hands over', async () => {
    const client = connect({
      give: (size) => {
        const bytes = new Uint8Array(size)
        given.push(bytes)
        return handOver({ bytes }, [bytes.buffer])
      },
    })
    expect((await client.call('give', [8])).bytes.byteLength).toBe(8)
    expect(given.map(({ byteLength }) => byteLength)).toEqual([0])
  })

  it('answers what was asked before close, then runs onClose and rejects later calls', async () => {
    const log: string[] = []
    const client = connect({ later: async (value) => value }, () => log.push('closed'))
    const call = client.call('later', [7]).then((value) => log.push(`answered ${value}`))
    await client.close()
    await call
    expect(log.sort()).toEqual(['answered 7', 'closed'])
    await expect(client.call('later', [7])).rejects.toThrow('the worker has stopped')
    expect(await Promise.race([client.died, new Promise((resolve) => setImmediate(resolve, 'not died'))])).toBe(
      'not died',
    )
    await client.close()
  })

  it('rejects every pending call with the error the worker died of', async () => {
    const worker = new Worker(
      `require('node:worker_threads').parentPort.once('message', () => { throw new RangeError('boom') })`,
      { eval: true },
    )
    const client = new WorkerCalls<Methods>(worker)
    const calls = [client.call('double', [1]), client.call('double', [2])]
    for (const call of calls) await expect(call).rejects.toThrow('boom')
    await expect(client.call('double', [3])).rejects.toThrow('boom')
    expect((await client.died).message).toBe('boom')
    await client.close()
  })

  it('rejects every pending call when the worker exits without an error', async () => {
    const client = new WorkerCalls<Methods>(
      new Worker(`require('node:worker_threads').parentPort.once('message', () => process.exit(0))`, { eval: true }),
    )
    await expect(client.call('double', [1])).rejects.toThrow('the worker has stopped')
  })
})
