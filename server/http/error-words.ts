/** What can be wrong where somebody asks for a page. */
export type PageError = 'not-found' | 'bad-request' | 'internal' | 'server-full' | 'slow' | 'storage-unavailable'

/** What pages of errors say: the only ones that the server writes itself. */
export interface ErrorWords {
  readonly direction: 'ltr' | 'rtl'
  /** What happened, and what one can do. */
  readonly sentences: Readonly<Record<PageError, readonly [what: string, next: string]>>
  readonly start: string
}

const en: ErrorWords = {
  direction: 'ltr',
  sentences: {
    'not-found': ['There is no page at this address.', 'It may have been taken back, or the address is not complete.'],
    'bad-request': ['The server did not understand this.', 'Look whether the address is complete.'],
    internal: ['The server had a problem of its own.', 'Try again in a moment.'],
    'server-full': ['Too many people are here at the moment.', 'Try again in a moment.'],
    slow: ['That was too much at once.', 'Wait a moment, then try again.'],
    'storage-unavailable': ['The server cannot reach what it has stored.', 'Try again in a moment.'],
  },
  start: 'Start a new document',
}

const de: ErrorWords = {
  direction: 'ltr',
  sentences: {
    'not-found': [
      'Unter dieser Adresse gibt es keine Seite.',
      'Vielleicht wurde sie zurückgezogen, oder die Adresse ist nicht vollständig.',
    ],
    'bad-request': ['Das hat der Server nicht verstanden.', 'Sehen Sie nach, ob die Adresse vollständig ist.'],
    internal: ['Der Server hatte selbst ein Problem.', 'Versuchen Sie es gleich noch einmal.'],
    'server-full': ['Im Augenblick sind zu viele Leute hier.', 'Versuchen Sie es gleich noch einmal.'],
    slow: ['Das war zu viel auf einmal.', 'Warten Sie einen Augenblick, und versuchen Sie es dann noch einmal.'],
    'storage-unavailable': [
      'Der Server erreicht nicht, was er gespeichert hat.',
      'Versuchen Sie es gleich noch einmal.',
    ],
  },
  start: 'Ein neues Dokument beginnen',
}

const ar: ErrorWords = {
  direction: 'rtl',
  sentences: {
    'not-found': ['لا توجد صفحة على هذا العنوان.', 'ربما سُحبت، أو أن العنوان غير مكتمل.'],
    'bad-request': ['لم يفهم الخادم هذا الطلب.', 'تحقق من أن العنوان مكتمل.'],
    internal: ['حدثت مشكلة في الخادم نفسه.', 'أعد المحاولة بعد لحظات.'],
    'server-full': ['يوجد هنا عدد كبير جدًا من الأشخاص في الوقت الحالي.', 'أعد المحاولة بعد لحظات.'],
    slow: ['كان ذلك أكثر من اللازم دفعة واحدة.', 'انتظر لحظة ثم أعد المحاولة.'],
    'storage-unavailable': ['لا يصل الخادم إلى ما خزّنه.', 'أعد المحاولة بعد لحظات.'],
  },
  start: 'ابدأ مستندًا جديدًا',
}

const LANGUAGES: ReadonlyMap<string, ErrorWords> = new Map([
  ['en', en],
  ['de', de],
  ['ar', ar],
])

/** In the language that a browser wants most of those there are, by its `Accept-Language`; else in English. */
export function errorWordsFor(accepted: string): { readonly language: string; readonly words: ErrorWords } {
  const wanted = accepted
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.toLowerCase().split(';')
      const weight = parameters
        .find((each) => each.trim().startsWith('q='))
        ?.trim()
        .slice(2)
      return { language: tag.trim().split('-')[0] ?? '', weight: Number(weight ?? 1) }
    })
    .filter(({ language, weight }) => LANGUAGES.has(language) && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  const language = wanted[0]?.language ?? 'en'
  return { language, words: LANGUAGES.get(language) ?? en }
}
