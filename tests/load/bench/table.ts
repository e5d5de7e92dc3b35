import type { SystemResult, VariantResult } from './comparison.ts'
import { type Spread, significant } from './statistics.ts'

/** The medians of a variant as text: a row a system, and what Weft is of each other one. What is compared shows its spread. */
export function tableOf({ variant, systems, ratios }: VariantResult): string {
  const compared = Object.keys(ratios)
  const entries = Object.entries(systems)
  const names = [...new Set(entries.flatMap(([, { figures }]) => Object.keys(figures)))]
  const rows = [
    ['', ...names],
    ...entries.map(([system, { figures }]) => [
      system,
      ...names.map((name) => cell(figures[name] ?? null, compared.includes(name))),
    ]),
  ]
  return [`\n${variant}`, ...aligned(rows), ...ratioLines(ratios), ...wrongLines(entries)].join('\n')
}

function cell(figure: Spread | null, isCompared: boolean): string {
  if (figure === null) return '-'
  const { min, median, max } = figure
  return isCompared && min !== max ? `${short(median)} (${short(min)}..${short(max)})` : short(median)
}

function short(value: number): string {
  return value >= 1000 ? String(Math.round(value)) : String(significant(value))
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows.map((row) => row.map((text, column) => pad(text, widths[column] ?? 0, column)).join('  '))
}

function pad(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width)
}

function ratioLines(ratios: VariantResult['ratios']): string[] {
  return Object.entries(ratios).flatMap(([figure, against]) =>
    Object.entries(against).map(
      ([peer, { ofMedians, medianOfRuns }]) =>
        `${figure}, weft / ${peer}: ${ofMedians} of the medians, ${medianOfRuns} in the median of the runs`,
    ),
  )
}

function wrongLines(entries: readonly (readonly [string, SystemResult])[]): string[] {
  return entries.flatMap(([system, { runs }]) =>
    runs.flatMap(({ wrong }, run) => wrong.map((what) => `WRONG in run ${run + 1} of ${system}: ${what}`)),
  )
}
