import { RawEngine } from '../../support/raw-engine.ts'

const HEARTBEAT_MS = 5000

/** Enters a room, says that it is alive if it is to, and reads nothing more: the network between it and the server fills up. */
export class StalledClient {
  readonly name: string
  readonly #engine: RawEngine
  readonly #heartbeat: NodeJS.Timeout | null

  private constructor(engine: RawEngine, name: string, beats: boolean) {
    this.#engine = engine
    this.name = name
    this.#heartbeat = beats ? setInterval(() => engine.socket.send('3', () => {}), HEARTBEAT_MS) : null
  }

  static async enter(
    url: string,
    document: { document: string; key: string },
    { name, clientId, beats }: { name: string; clientId: number; beats: boolean },
  ): Promise<StalledClient> {
    const engine = await RawEngine.enter(url)
    engine.request(1, 'join', { ...document, clientId, name })
    await engine.next((packet) => typeof packet === 'string' && packet.includes('"ok":true'))
    engine.socket.pause()
    return new StalledClient(engine, name, beats)
  }

  end(): void {
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat)
    this.#engine.socket.terminate()
  }
}
