export const preview = {
  label: 'Preview',
  divider: 'Width of the text',
  dividerTitle: 'Drag to make one side wider; double-click to make both alike',
  behind: 'The page is behind the text: something in it takes long to show.',
  missing: 'The preview could not be shown',
  whyMissing:
    'The text is all there: choose Write to see it. What the preview needs may come when there is a connection.',
  slow: 'The preview takes too long',
  whySlow:
    'The text is all there: choose Write to see it. Something in it cannot be shown as a page in a reasonable time: often very many brackets or signs in a row.',
  tryAgain: 'Try again',
}
