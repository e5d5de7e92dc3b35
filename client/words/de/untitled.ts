import type { untitled as english } from '../en/untitled.ts'

export const untitled: typeof english = {
  untitled: 'Ohne Titel',
}
