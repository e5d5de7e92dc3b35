export const published = {
  notPublished: 'This page is not published any more.',
  manyRead: 'Many read this page right now: what changes shows when you reload it.',
  noConnection: 'There is no connection: this may have changed.',
  cut: 'This is the beginning: the document is longer than a published page can be.',
}
