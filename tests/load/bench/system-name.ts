export const SYSTEM_NAMES = ['weft', 'bare-ws', 'hocuspocus', 'y-websocket'] as const
export type SystemName = (typeof SYSTEM_NAMES)[number]
