import { type Transporter, createTransport } from 'nodemailer'

export interface MailSettings {
  /** `smtp:` or `smtps:`, with name and password if the server wants them. */
  readonly smtpUrl: string
  readonly from: string
}

/** A mail server that does not answer is not waited for. */
const TIMEOUT_MS = 20_000

/** Sends mails of a few lines by a mail server. */
export class Mailer {
  readonly #transport: Transporter
  readonly #from: string

  constructor({ smtpUrl, from }: MailSettings) {
    const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS }
    this.#transport = createTransport({ url: smtpUrl, ...timeouts })
    this.#from = from
  }

  /** Resolves when the mail server has taken it. */
  async send(to: string, subject: string, text: string): Promise<void> {
    // As an object, so that no part of it is read as another one's address or name.
    await this.#transport.sendMail({ from: this.#from, to: { name: '', address: to }, subject, text })
  }
}
