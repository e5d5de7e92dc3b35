import { OPTIONS, type Option } from './config.ts'

/** Every option, as `--help` prints it. */
export function optionsText(): string {
  const options = Object.values<Option<unknown>>(OPTIONS).map(
    ({ env, type, fallback, description }) =>
      `  ${env}  (${type}; default: ${fallback === '' ? 'empty' : fallback})\n${wrap(description, 92, '      ')}`,
  )
  return options.join('\n')
}

/** What `docs/configuration.md` holds. */
export function configurationMarkdown(): string {
  const rows = Object.values<Option<unknown>>(OPTIONS).map(
    ({ env, type, fallback, description }) =>
      `| \`${env}\` | ${type} | ${fallback === '' ? 'empty' : `\`${fallback}\``} | ${description} |`,
  )
  return `# Configuration

Made from the table in \`server/config.ts\`; do not edit it here.

The server is configured by environment variables alone. None is needed to begin, and one that is empty counts as absent.
A value that cannot be used stops the server at start: it names the option and exits with status 2.

| Variable | Value | Default | Meaning |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}

function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((each) => indent + each).join('\n')
}
