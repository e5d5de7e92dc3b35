import type { SystemName } from '../system-name.ts'
import { AUTHOR_WINDOW, type Author, openPlainAuthor } from './author.ts'
import type { Target } from './light-client.ts'
import { openWeftAuthor } from './weft-author.ts'

/** `updates` is how many will be written; Weft lets nobody write many without a pause. */
export function openAuthor(system: SystemName, target: Target, updates: number): Promise<Author> {
  return system === 'weft' ? openWeftAuthor(target, updates, AUTHOR_WINDOW) : openPlainAuthor(system, target)
}
