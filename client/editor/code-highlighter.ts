import { tagHighlighter, tags } from '@lezer/highlight'

/** The same classes as in the preview: see `@lezer/highlight`'s own list, which would be in the first load. */
export const codeHighlighter = tagHighlighter([
  { tag: [tags.keyword, tags.operator], class: 'tok-keyword' },
  { tag: [tags.string, tags.regexp, tags.escape, tags.special(tags.string), tags.url], class: 'tok-string' },
  { tag: [tags.number, tags.bool, tags.atom, tags.literal], class: 'tok-number' },
  { tag: [tags.typeName, tags.className, tags.namespace, tags.labelName, tags.propertyName], class: 'tok-typeName' },
  { tag: tags.comment, class: 'tok-comment' },
  { tag: tags.meta, class: 'tok-meta' },
  { tag: [tags.heading, tags.strong], class: 'tok-strong' },
  { tag: [tags.emphasis], class: 'tok-emphasis' },
  { tag: tags.inserted, class: 'tok-inserted' },
  { tag: [tags.deleted, tags.invalid], class: 'tok-deleted' },
])
