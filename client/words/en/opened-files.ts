export const openedFiles = {
  noFile: 'That was not a file.',
  oneAtATime: 'One file at a time: each becomes a document of its own.',
  unreadable: (name: string) => `“${name}” cannot be read. A folder cannot be opened, only a text file.`,
  noText: (name: string) => `“${name}” is not a text file.`,
  tooLarge: (name: string, size: string, most: string) =>
    `“${name}” is too large: ${size} MB, and a document can be opened from at most ${most} MB.`,
}
