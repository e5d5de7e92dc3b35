import type { Connect } from './light-client.ts'
import { PlainSocket } from './plain-socket.ts'

/** The room is the path; a message is an update. */
export const connectBareWs: Connect = async ({ url, document }, events) => {
  const socket = new PlainSocket(`${url.replace('http', 'ws')}/${document}`, {
    onMessage: (data) => events.onUpdate(data),
    onClosed: (why) => events.onClosed(why),
  })
  await socket.opened()
  return {
    send: (update) => socket.send(update),
    get bytesRead() {
      return socket.bytesRead
    },
    close: () => socket.close(),
  }
}
