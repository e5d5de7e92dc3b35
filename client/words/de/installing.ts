import type { installing as english } from '../en/installing.ts'

export const installing: typeof english = {
  install: 'Weft installieren…',
}
