import { EditorState, type TransactionSpec } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { expect, it } from 'vitest'
import { type Habits, HabitSlot } from '../../../../client/editor/habits.ts'

const HABITS: Habits = { lineNumbers: false, spellcheck: true, indentation: '  ', keys: 'default' }

it('keys that could not be fetched are fetched again when they are chosen again, and until then those before count', async () => {
  const asked: string[] = []
  let isOffline = true
  const slot = new HabitSlot(async (keys) => {
    asked.push(keys)
    if (isOffline) throw new Error('not there')
    return EditorState.phrases.of({ keys })
  })
  const view = {
    state: EditorState.create({ extensions: slot.extension }),
    dispatch(spec: TransactionSpec) {
      this.state = this.state.update(spec).state
    },
  }
  const adopt = (keys: Habits['keys']): Promise<void> => slot.adopt(view as unknown as EditorView, { ...HABITS, keys })
  await expect(adopt('vim')).rejects.toThrow('not there')
  await adopt('default')
  isOffline = false
  await adopt('vim')
  expect(asked).toEqual(['vim', 'vim'])
  expect(view.state.phrase('keys')).toBe('vim')
})
