/*! Icon shapes from Lucide (https://lucide.dev), ISC License, Copyright (c) Lucide Icons and Contributors; some from Feather, MIT License, Copyright (c) 2013-present Cole Bemis. */

/** As those of `ui/icon.tsx`, for what shows slides alone. */
export const SHAPES = {
  back: 'm15 18-6-6 6-6',
  forward: 'm9 18 6-6-6-6',
  speaker: 'M2 3h20M21 3v11a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V3M7 21l5-5 5 5',
  black: 'M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2M3 3l18 18',
  fullScreen: 'M8 3H5a2 2 0 0 0-2 2v3M21 8V5a2 2 0 0 0-2-2h-3M3 16v3a2 2 0 0 0 2 2h3M16 21h3a2 2 0 0 0 2-2v-3',
  help: 'M2 12a10 10 0 0 0 20 0 10 10 0 0 0-20 0M9.09 9a3 3 0 0 1 5.83 1c0 2-3 3-3 3M12 17h.01',
} as const
