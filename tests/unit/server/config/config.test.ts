import { describe, expect, it } from 'vitest'
import { ConfigError, inspectConfig, readConfig } from '../../../../server/config.ts'
import { configurationMarkdown, optionsText } from '../../../../server/option-texts.ts'

describe('readConfig', () => {
  it('needs nothing: every option has a default', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDirectory: `${process.cwd()}/data`,
      basePath: '',
      trustProxy: { name: 'nobody' },
      accounts: false,
      signUp: 'closed',
      guests: 'write',
      publish: true,
      offlineApp: true,
      embedAncestors: '*',
      oidcIssuer: null,
      oidcClientId: '',
      oidcClientSecret: '',
      smtpUrl: '',
      mailFrom: '',
      publicUrl: '',
      logLevel: 'info',
      maxConnections: 10_000,
      maxConnectionsPerAddress: 256,
      maxDocumentMib: 16,
      maxFileMib: 20,
      maxDocumentFilesMib: 200,
      maxPersonFilesMib: 1024,
      guestsPerHour: 1000,
      maxRooms: 10_000,
      documentsPerHour: 120,
      uneditedDocumentHours: 24,
      roomIdleSeconds: 60,
      shutdownSeconds: 10,
    })
  })

  it('takes an empty variable for an absent one', () => {
    expect(readConfig({ PORT: '', HOST: ' ', BASE_PATH: '' })).toEqual(readConfig({}))
  })

  it('wants the three settings of a provider together, and tells of them without the secret', () => {
    const provider = {
      ACCOUNTS: 'on',
      OIDC_ISSUER: 'https://login.example.org',
      OIDC_CLIENT_ID: 'weft',
      OIDC_CLIENT_SECRET: 'very secret',
    }
    expect(readConfig(provider).oidcIssuer?.href).toBe('https://login.example.org/')
    expect(readConfig({ ...provider, OIDC_ISSUER: 'http://127.0.0.1:5000' }).oidcIssuer?.port).toBe('5000')
    for (const missing of Object.keys(provider).filter((name) => name !== 'ACCOUNTS')) {
      const some = { ...provider, [missing]: '' }
      expect(() => readConfig(some)).toThrow('must be set together')
      const { config, problems } = inspectConfig(some)
      expect([config.oidcIssuer, config.oidcClientSecret]).toEqual([null, ''])
      expect(problems).toEqual([expect.stringContaining('OIDC_ISSUER')])
      expect(problems.join()).not.toContain('very secret')
    }
  })

  it('wants the settings of mails together, and does not repeat a password that it cannot use', () => {
    const mail = {
      ACCOUNTS: 'on',
      SMTP_URL: 'smtp://weft:secret@mail.example.org',
      MAIL_FROM: 'weft@example.org',
      PUBLIC_URL: 'https://weft.example.org/notes/',
    }
    expect(readConfig(mail)).toMatchObject({ smtpUrl: mail.SMTP_URL, publicUrl: 'https://weft.example.org/notes' })
    expect(() => readConfig({ ...mail, PUBLIC_URL: '' })).toThrow(
      'SMTP_URL, MAIL_FROM, PUBLIC_URL must be set together',
    )
    const { problems } = inspectConfig({ ...mail, SMTP_URL: 'weft:secret@mail.example.org' })
    expect(problems[0]).toBe('SMTP_URL must be an address such as smtps://name:password@mail.example.org')
  })

  it.each([
    ['GUESTS', 'off'],
    ['GUESTS', 'read'],
    ['SIGNUP', 'invite'],
    ['OIDC_ISSUER', 'https://login.example.org'],
    ['OIDC_CLIENT_SECRET', 'very secret'],
    ['SMTP_URL', 'smtp://weft:secret@mail.example.org'],
    ['PUBLIC_URL', 'https://weft.example.org'],
  ])('does not leave a server open that is told %s=%s and has no accounts', (name, value) => {
    const sentence = `ACCOUNTS must be on for ${name}: without accounts, everybody may write and nobody signs in`
    expect(() => readConfig({ [name]: value })).toThrow(new ConfigError(sentence))
    const { config, problems } = inspectConfig({ PORT: '4000', [name]: value })
    expect(problems).toEqual([sentence])
    expect(config.port).toBe(4000)
  })

  it('lets accounts be off with settings of theirs that say what is so anyway', () => {
    expect(readConfig({ ACCOUNTS: 'off', GUESTS: 'write', SIGNUP: 'closed' })).toEqual(readConfig({}))
  })

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true)
  })

  it.each([
    ['sub', '/sub'],
    ['/sub/', '/sub'],
    ['/a//b/', '/a/b'],
    ['/', ''],
  ])('reads the base path %s as "%s"', (text, path) => {
    expect(readConfig({ BASE_PATH: text }).basePath).toBe(path)
  })

  it.each([
    ['off', { name: 'nobody' }],
    ['0', { name: 'nobody' }],
    ['on', { name: 'everybody' }],
    ['2', { name: 'hops', hops: 2 }],
    ['127.0.0.1, 10.0.0.0/8,fd00::/8', { name: 'addresses', addresses: ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'] }],
  ])('reads TRUST_PROXY=%s', (text, setting) => {
    expect(readConfig({ TRUST_PROXY: text }).trustProxy).toEqual(setting)
  })

  it.each([
    ['PORT', '65536'],
    ['ACCOUNTS', 'yes'],
    ['SIGNUP', 'on'],
    ['GUESTS', 'admin'],
    ['OIDC_ISSUER', 'login.example.org'],
    ['MAIL_FROM', 'weft'],
    ['PUBLIC_URL', 'weft.example.org'],
    ['PUBLIC_URL', 'https://weft.example.org/?a=b'],
    ['OIDC_ISSUER', 'http://login.example.org'],
    ['PORT', '-1'],
    ['PORT', '3000.5'],
    ['PORT', '0x10'],
    ['PORT', 'http'],
    ['HOST', '127.0.0.1:3000'],
    ['HOST', 'http://localhost'],
    ['BASE_PATH', '/a b'],
    ['BASE_PATH', '/../etc'],
    ['BASE_PATH', '/<script>'],
    ['TRUST_PROXY', 'yes'],
    ['TRUST_PROXY', '100'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.0/8/8'],
    ['TRUST_PROXY', 'fd00::/129'],
    ['TRUST_PROXY', '10.0.0.1,'],
    ['LOG_LEVEL', 'INFO'],
    ['MAX_CONNECTIONS', '0'],
    ['DOCUMENTS_PER_HOUR', '1e3'],
    ['UNEDITED_DOCUMENT_HOURS', '0'],
    ['ROOM_IDLE_SECONDS', 'never'],
    ['SHUTDOWN_SECONDS', '0'],
  ])('refuses %s=%s with a line that names the option and the value', (name, value) => {
    const read = () => readConfig({ [name]: value })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(`${name} must be `)
    expect(read).toThrow(JSON.stringify(value))
  })
})

describe('the table of options', () => {
  const names = [...configurationMarkdown().matchAll(/^\| `([A-Z_]+)` /gm)].map((match) => match[1])

  it('is printed whole by --help, in lines that fit a terminal', () => {
    expect(names).toHaveLength(Object.keys(readConfig({})).length)
    for (const name of names) expect(optionsText()).toContain(`  ${name}  (`)
    for (const line of optionsText().split('\n')) expect(line.length).toBeLessThanOrEqual(100)
  })

  it('is what docs/configuration.md says (write it anew with `npx vitest run --config tests/vitest.config.ts config -u`)', async () => {
    await expect(configurationMarkdown()).toMatchFileSnapshot('../../../../docs/configuration.md')
  })
})
