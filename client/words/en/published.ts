export const published = {
  notPublished: 'This page is not published any more.',
  noConnection: 'There is no connection: this may have changed.',
  cut: 'This is the beginning: the document is longer than a published page can be.',
}
