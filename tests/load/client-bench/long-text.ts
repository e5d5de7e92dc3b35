import type { Random } from '../../support/random.ts'

const WORDS =
  'a the of to and in that it is was for on are as with they be at one have this from by not but what all were when we there can an your which their said if do will each about how up out them then she many some so these would other into has more two like him see time could no make than first been its who now people my made over did down only way find use may water long little very after called just where most know'.split(
    ' ',
  )

/** As much Markdown as asked for, of everything that a long document has; the same for the same seed. */
export function longText(length: number, random: Random): string {
  let text = '# A long document\n\n[toc]\n\n'
  for (let part = 1; text.length < length; part++) text += section(part, random)
  return text
}

function section(part: number, random: Random): string {
  const blocks = [
    `${part % 5 === 1 ? '##' : '###'} Part ${part}: ${sentence(random, 4)}`,
    `This is paragraph ${part}. Some **strong** words with a [link](https://weft.example/${part}) and \`code ${part}\`. ${sentences(random, 6)}`,
    `- ${sentence(random, 6)}\n- [ ] ${sentence(random, 5)}\n  1. ${sentence(random, 4)}\n  2. *${sentence(random, 3)}*`,
    sentences(random, 8),
  ]
  if (part % 2 === 0) blocks.push(table(part, random))
  if (part % 3 === 0)
    blocks.push(`\`\`\`js\nexport function part${part}(value) {\n  return value + ${part} // more\n}\n\`\`\``)
  if (part % 4 === 0) blocks.push(`> ${sentences(random, 2)}`)
  if (part % 20 === 0) blocks.push(`$$\n\\sum_{i=0}^{${part}} x_i^2 = \\frac{${part}}{2}\n$$`)
  if (part % 200 === 100) blocks.push(`\`\`\`mermaid\nflowchart LR\n  A${part} --> B --> C\n\`\`\``)
  return `${blocks.join('\n\n')}\n\n`
}

function table(part: number, random: Random): string {
  const rows = Array.from({ length: 4 }, (_, row) => `| ${part}.${row} | ${sentence(random, 3)} | ${row * part} |`)
  return ['| Number | Words | Sum |', '| --- | --- | ---: |', ...rows].join('\n')
}

function sentences(random: Random, count: number): string {
  return Array.from({ length: count }, () => sentence(random, 8 + random.below(10))).join(' ')
}

function sentence(random: Random, words: number): string {
  const text = Array.from({ length: words }, () => random.pick(WORDS)).join(' ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
