export const editor = {
  placeholder: 'Write something…',
  keyboardHint: 'Tab indents. To leave the text, press Escape, then Tab.',
}
