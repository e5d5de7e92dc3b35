import { describe, expect, it } from 'vitest'
import { createLog, loggedPath, readableLine } from '../../../../server/observability/log.ts'

function capture(level = 'debug') {
  const lines: string[] = []
  return { lines, log: createLog({ level, destination: { write: (line) => void lines.push(line) } }) }
}

describe('the log', () => {
  it('is one JSON object a line, with the level by name and the time', () => {
    const { lines, log } = capture()
    log.info({ document: 'abc' }, 'opened')
    const line = JSON.parse(lines[0]!) as Record<string, unknown>
    expect(line).toMatchObject({ level: 'info', document: 'abc', msg: 'opened' })
    expect(Date.parse(String(line['time']))).not.toBeNaN()
    expect(lines[0]!.endsWith('}\n')).toBe(true)
  })

  it('leaves out what is less important than its level', () => {
    const { lines, log } = capture('warn')
    log.info('no')
    log.warn('yes')
    expect(lines).toHaveLength(1)
  })

  it('never holds cookies, keys or tokens, whoever logs them and however deep', () => {
    const { lines, log } = capture()
    const secret = 's3cr3t'
    log.info({ cookie: secret, key: secret, token: secret, authorization: secret })
    log.info({ headers: { cookie: secret, authorization: secret, 'set-cookie': secret } })
    log.info({ handshake: { auth: secret, headers: { cookie: secret } }, join: { document: 'abc', key: secret } })
    log.child({ token: secret }).warn('from a child')
    expect(lines).toHaveLength(4)
    expect(lines.join('')).not.toContain(secret)
    expect(lines.join('')).toContain('"document":"abc"')
  })

  it('holds of a request its method and path, without the query and the headers', () => {
    const { lines, log } = capture()
    const req = { method: 'GET', url: '/d/abc?token=s3cr3t', headers: { cookie: 's3cr3t', host: 'weft.example' } }
    log.error({ req, err: new Error('broken') }, 'failed')
    const line = JSON.parse(lines[0]!) as Record<string, unknown>
    expect(line).toMatchObject({ req: { method: 'GET', path: '/d/abc' }, err: { message: 'broken' } })
    expect(lines[0]).not.toContain('s3cr3t')
    expect(lines[0]).not.toContain('weft.example')
  })
})

describe('loggedPath', () => {
  it.each([
    ['/d/abc', '/d/abc'],
    ['/d/abc?k=secret', '/d/abc'],
    ['/d/abc#k=secret', '/d/abc'],
    ['?k=secret', ''],
    [undefined, ''],
  ])('shows %s as %s', (url, path) => {
    expect(loggedPath(url)).toBe(path)
  })
})

describe('readableLine', () => {
  it('shows time, words and fields, and the level when it is worth a look', () => {
    const time = '2024-05-06T07:08:09.123Z'
    expect(readableLine(JSON.stringify({ level: 'info', time, msg: 'Weft is ready', port: 3000 }))).toBe(
      '07:08:09 Weft is ready port=3000\n',
    )
    expect(readableLine(JSON.stringify({ level: 'error', time, msg: 'oh', err: { stack: 'Error: x' } }))).toBe(
      '07:08:09 error oh\nError: x\n',
    )
  })
})
