export const SYSTEM_NAMES = ['weft', 'bare-ws'] as const
export type SystemName = (typeof SYSTEM_NAMES)[number]
