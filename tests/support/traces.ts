import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Trace, readTrace } from '../load/trace.ts'
import { generatedTrace } from './generated-trace.ts'

/** Where the public traces of josephg/editing-traces are: `WEFT_TRACES`, or a folder beside the repository. */
const FOLDERS = [process.env['WEFT_TRACES'], new URL('../../../shared/traces', import.meta.url).pathname]

/** The real traces; where there are none, one that is generated, and a word about it. */
export function findTraces(): readonly { readonly name: string; readonly trace: Trace }[] {
  const folder = FOLDERS.find((candidate) => candidate !== undefined && existsSync(candidate))
  if (folder !== undefined) {
    const files = readdirSync(folder).filter((file) => file.endsWith('.json.gz'))
    return files.map((name) => ({ name, trace: readTrace(join(folder, name)) }))
  }
  process.stderr.write('NO REAL TRACES FOUND (set WEFT_TRACES to a folder of *.json.gz): a generated one stands in.\n')
  const path = join(mkdtempSync(join(tmpdir(), 'weft-trace-')), 'trace.json')
  writeFileSync(path, JSON.stringify(generatedTrace(1, { authors: 3, transactions: 2000 })))
  return [{ name: 'generated', trace: readTrace(path) }]
}
