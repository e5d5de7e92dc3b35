import { commandGroups } from '../words/en/command-groups.ts'
import { wordsOf } from '../words/words.ts'

/** What the groups of commands are called. */
export const groups = wordsOf('commandGroups', commandGroups)
