import type { Bench } from './bench-setting.ts'
import { type Ratio, type Spread, ratio, significant, spread } from './statistics.ts'
import type { SystemName } from './system-name.ts'
import type { System } from './systems.ts'

/** One run of one system: figures by name, null where it has none, and in words whatever makes them worthless. */
export interface Sample {
  readonly figures: Figures
  readonly wrong: readonly string[]
}

export type Figures = Readonly<Record<string, number | null>>

/** One column of a case, such as a number of editors. */
export interface Variant {
  readonly name: string
  /** What it was measured with, for the result. */
  readonly setting: Readonly<Record<string, number | string>>
  /** The figures by which the systems are held against each other; less is better. */
  readonly compared: readonly string[]
  measure(system: System): Promise<Sample>
}

export interface SystemResult {
  readonly figures: Readonly<Record<string, Spread | null>>
  readonly runs: readonly Sample[]
}

export interface VariantResult {
  readonly variant: string
  readonly setting: Variant['setting']
  readonly systems: Readonly<Partial<Record<SystemName, SystemResult>>>
  /** Weft's share of each other system, by figure. */
  readonly ratios: Readonly<Record<string, Readonly<Partial<Record<SystemName, Ratio>>>>>
}

/** Measures every system in turn, and then again: what disturbs the machine for a while disturbs them all. */
export async function compare(bench: Bench, variants: readonly Variant[]): Promise<readonly VariantResult[]> {
  const results: VariantResult[] = []
  for (const variant of variants) {
    const samples = new Map<SystemName, Sample[]>(bench.systems.map(({ name }) => [name, []]))
    for (let run = 1; run <= bench.runs; run++) {
      for (const system of bench.systems) {
        const sample = await attempt(() => variant.measure(system))
        samples.get(system.name)?.push(sample)
        bench.say(`${variant.name}, run ${run}, ${system.name}: ${describe(sample, variant)}`)
      }
    }
    results.push(summarize(variant, samples))
  }
  return results
}

/** A run that failed is a sample without figures. */
async function attempt(measure: () => Promise<Sample>): Promise<Sample> {
  try {
    const { figures, wrong } = await measure()
    return { figures: rounded(figures), wrong }
  } catch (error) {
    return { figures: {}, wrong: [String(error).split('\n', 1)[0] ?? ''] }
  }
}

/** Five digits are more than any of them is good for. */
function rounded(figures: Figures): Figures {
  const entries = Object.entries(figures)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value === null ? null : Number(value.toPrecision(5))]),
  )
}

function describe({ figures, wrong }: Sample, { compared }: Variant): string {
  const names = compared.length > 0 ? compared : Object.keys(figures)
  const shown = names.map((name) => {
    const figure = figures[name]
    return `${name} ${figure === null || figure === undefined ? '-' : significant(figure)}`
  })
  return [...shown, ...wrong.map((what) => `WRONG: ${what}`)].join(', ')
}

function summarize(variant: Variant, samples: ReadonlyMap<SystemName, readonly Sample[]>): VariantResult {
  const values = (system: SystemName, figure: string): number[] =>
    (samples.get(system) ?? []).flatMap(({ figures }) => figures[figure] ?? [])
  const systems: Partial<Record<SystemName, SystemResult>> = {}
  for (const [system, runs] of samples) {
    const names = new Set(runs.flatMap(({ figures }) => Object.keys(figures)))
    const figures = Object.fromEntries([...names].map((name) => [name, spread(values(system, name))]))
    systems[system] = { figures, runs }
  }
  const ratios: Record<string, Partial<Record<SystemName, Ratio>>> = {}
  for (const figure of variant.compared) {
    const against: Partial<Record<SystemName, Ratio>> = {}
    for (const peer of samples.keys()) {
      const found = peer === 'weft' ? null : ratio(values('weft', figure), values(peer, figure))
      if (found !== null) against[peer] = found
    }
    ratios[figure] = against
  }
  return { variant: variant.name, setting: variant.setting, systems, ratios }
}

/** Everything that went wrong in any run. */
export function wrongs(results: readonly VariantResult[]): readonly string[] {
  return results.flatMap(({ variant, systems }) =>
    Object.entries(systems).flatMap(([name, { runs }]) =>
      runs.flatMap(({ wrong }) => wrong.map((what) => `${variant}, ${name}: ${what}`)),
    ),
  )
}
