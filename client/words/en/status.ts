/** Where the text is: in words that are never wrong. */
export const status = {
  opening: 'Opening',
  blank: 'Nothing to save yet',
  saved: 'Saved',
  saving: 'Saving',
  offline: 'Offline: no unsaved changes',
  kept: 'Offline: kept on this device',
  keptChanges: (count: number) => `Offline: kept on this device (${count === 1 ? '1 change' : `${count} changes`})`,
  notKept: 'Offline: not kept on this device',
  keeping: 'Offline: keeping on this device',
  /** Why not, in a sentence. */
  notSaved: (why: string) => `Not saved: ${why}`,
  isKept: 'Kept on this device.',
  isNotKept: 'Not kept on this device.',
  tryNow: 'Try now',
  tryingIn: (seconds: number) => `Trying again in ${seconds} s`,
  trying: 'Trying again',
  label: 'Save status',
  stillOpening: 'The document is still opening.',
  nothingYet: 'Nothing to save yet: everything is saved as you type.',
  savedAlready: 'Saved already: everything is saved as you type.',
  savingNow: 'Saving now: everything is saved as you type.',
}
