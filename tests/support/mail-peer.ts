import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  /** As it came over the wire, with lines joined that were only broken for the way. */
  readonly content: string
}

/** A mail server on this machine that keeps what it is given. */
export class MailPeer {
  readonly #server: SMTPServer
  readonly #mails: ReceivedMail[] = []
  readonly #waiting: ((mail: ReceivedMail) => void)[] = []

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        const { mailFrom, rcptTo } = session.envelope
        stream.once('end', () => done())
        void text(stream).then((content) => {
          const from = mailFrom === false ? '' : mailFrom.address
          const mail = { from, to: rcptTo.map(({ address }) => address), content: unfolded(content) }
          this.#mails.push(mail)
          for (const told of this.#waiting.splice(0)) told(mail)
        })
      },
    })
  }

  static async start(): Promise<MailPeer> {
    const peer = new MailPeer()
    const listening = peer.#server.listen(0, '127.0.0.1')
    if (!listening.listening) await once(listening, 'listening')
    return peer
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`
  }

  get mails(): readonly ReceivedMail[] {
    return this.#mails
  }

  /** The next mail that comes. */
  next(): Promise<ReceivedMail> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(resolve))
  }
}

/** Of quoted-printable, as much as an address needs. */
function unfolded(content: string): string {
  return content.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=')
}
