import { isTextKind, kindOf } from '../transfer/import-kinds.ts'

/** Whether a file that is dropped becomes a text of its own; all others, code among them, go into the text that is open. */
export function isForText({ name, type }: { readonly name: string; readonly type: string }): boolean {
  const kind = kindOf(name)
  if (kind === null) return type === 'text/plain' || type === 'text/markdown'
  return kind !== 'code' && (isTextKind(kind) || kind === 'archive')
}
