import { locale } from '../../words/locale.ts'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

const MEBIBYTE = 1024 * 1024

/** What a file may have, as it was set: "20 MiB", which is not quite "21 MB". */
export function limitSize(bytes: number): string {
  return bytes % MEBIBYTE === 0 ? `${new Intl.NumberFormat(locale).format(bytes / MEBIBYTE)} MiB` : fileSize(bytes)
}

/** "3.4 MB": of a thousand bytes each step, as systems show files now. */
export function fileSize(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step < 2 ? 0 : 1,
  })
  return format.format(bytes / 1000 ** step)
}
