/** One thing that the doctor looked at. */
export interface Check {
  readonly level: 'ok' | 'warning' | 'problem'
  /** What was found. */
  readonly what: string
  /** What to do about it. */
  readonly cure: string | null
}

export function ok(what: string): Check {
  return { level: 'ok', what, cure: null }
}

/** It works, and may not for long or not for everybody. */
export function warning(what: string, cure: string): Check {
  return { level: 'warning', what, cure }
}

/** The server cannot start, or somebody's text cannot be read or saved. */
export function problem(what: string, cure: string): Check {
  return { level: 'problem', what, cure }
}

/** In one or two lines. */
export function describeCheck({ level, what, cure }: Check): string {
  return `${level.padEnd(8)} ${what}${cure === null ? '' : `\n         ${cure}`}`
}
