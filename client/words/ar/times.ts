import type { times as english } from '../en/times.ts'

export const times: typeof english = {
  justNow: 'الآن',
}
