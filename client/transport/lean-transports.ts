import type { Plugin } from 'vite'

const STAND_IN = '\0lean-transports:webtransport'

/**
 * A Vite plugin. Engine.IO's client brings a transport over WebTransport, which our server does not offer, and the codec of its
 * streams. This gives it an empty stand-in.
 */
export function leanTransports(): Plugin {
  return {
    name: 'lean-transports',
    enforce: 'pre',
    apply: 'build',
    resolveId(source, importer) {
      const fromEngine = importer !== undefined && importer.includes('/engine.io-client/')
      return fromEngine && source === './webtransport.js' ? STAND_IN : undefined
    },
    load(id) {
      return id === STAND_IN ? 'export const WT = undefined\n' : undefined
    },
  }
}
