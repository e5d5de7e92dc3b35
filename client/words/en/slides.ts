const list = new Intl.ListFormat('en')

/** What a link gives, besides seeing slides. */
export type Right = 'edit' | 'suggest' | 'comment' | 'read'

/** What whoever has the link can do besides seeing the slides. */
const RIGHTS: Readonly<Record<Right, string>> = {
  edit: 'edit the document',
  suggest: 'suggest changes to the document',
  comment: 'comment on the document',
  read: 'read the document',
}

export const slides = {
  present: 'Present as slides',
  label: 'Slides',
  coming: 'The slides are on their way.',
  missing: 'What shows slides is not on this device. It comes with a connection.',
  slow: 'Something in the document takes too long to show, so there are no slides of it.',
  empty: 'Nothing is written here yet. A line of three dashes (---) begins another slide.',
  tryAgain: 'Try again',
  place: (slide: number, count: number): string => `${slide} / ${count}`,
  spoken: (slide: number, count: number, title: string): string =>
    `Slide ${slide} of ${count}${title === '' ? '' : `: ${title}`}`,
  progress: 'Progress',
  back: 'Previous slide',
  forward: 'Next slide',
  list: 'All slides',
  noTitle: '(no heading)',
  fullScreen: 'Full screen',
  speaker: 'Speaker view',
  audience: 'Slides alone',
  black: 'Black screen',
  blackNow: 'The screen is black. Any key shows the slides again.',
  help: 'Keys',
  leave: 'End',
  copyLink: 'Copy link for the audience',
  linkCopied: (right: Right | null): string =>
    right === null
      ? 'Link copied. It goes along with the slides that you show.'
      : `Link copied. Whoever has it goes along with your slides, and can ${RIGHTS[right]}.`,
  linkRights: 'A link that only reads is made in Share.',
  /** Of the dialog that shows the link where it cannot be copied. */
  linkByHand: 'Copy the link for the audience',
  waiting: 'Nobody presents yet. The slides go along as soon as somebody does.',
  following: (name: string): string => `Going along with ${name}`,
  onOwn: (name: string): string => `You look around. ${name} goes on presenting.`,
  backToPresenter: 'Back to the presenter',
  ended: (name: string): string => `${name} stopped presenting.`,
  presenter: 'Presenter',
  presenters: (names: readonly string[]): string => `Presenting: ${list.format(names)}`,
  current: 'This slide',
  next: 'Next slide',
  end: 'This is the last slide.',
  notes: 'Notes',
  noNotes: 'No notes for this slide. What follows a line that begins with “Note:” is shown here, and to nobody else.',
  time: 'Time',
  elapsed: 'Since the beginning',
  reset: 'From zero',
  keys: {
    forward: 'Next slide',
    back: 'Previous slide',
    ends: 'First and last slide',
    number: 'The slide of this number',
    list: 'All slides, to go to',
    fullScreen: 'Full screen',
    speaker: 'Speaker view, in a window of its own',
    black: 'Black screen, and back',
    help: 'These keys',
    leave: 'Leave',
  },
  numberThenEnter: 'Number, then Enter',
}
