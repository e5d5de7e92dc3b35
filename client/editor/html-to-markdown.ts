import Turndown from 'turndown'

/** What is no text of the author's, whatever it holds. */
const LEFT_OUT = ['script', 'style', 'noscript', 'title', 'meta', 'template', 'iframe', 'object', 'form'] as const
const ADDRESS = /^(?:https?:|mailto:|tel:|[./#?]|[^:]*$)/i

let service: Turndown | null = null

/** HTML of another page or program as Markdown. It is read in a document of its own, where nothing runs and nothing is loaded. */
export function htmlToMarkdown(html: string): string {
  service ??= makeService()
  return service.turndown(html).replaceAll('\u00A0', ' ')
}

function makeService(): Turndown {
  const made = new Turndown({
    headingStyle: 'atx',
    hr: '---',
    bulletListMarker: '-',
    codeBlockStyle: 'fenced',
    emDelimiter: '*',
  })
  made.remove([...LEFT_OUT])
  made.addRule('struck', { filter: ['del', 's'], replacement: (content) => around('~~', content) })
  // Google Docs puts everything into a bold element that is not bold, and has styles where others have elements.
  made.addRule('plain', {
    filter: (node) => /^(?:B|STRONG)$/.test(node.nodeName) && weightOf(node) === 'normal',
    replacement: (content) => content,
  })
  made.addRule('styled', {
    filter: (node) => node.nodeName === 'SPAN' && marksOf(node) !== '' && node.textContent?.trim() !== '',
    replacement: (content, node) =>
      marksOf(node)
        .split(' ')
        .reduce((text, mark) => around(mark, text), content),
  })
  made.addRule('item', {
    filter: 'li',
    replacement: (content, node) => {
      const list = node.parentElement
      const place = Array.from(list?.children ?? []).indexOf(node)
      const first = Number(list?.getAttribute('start') ?? 1)
      const marker = list?.nodeName === 'OL' ? `${first + place}. ` : '- '
      // What stands below it goes below its first word.
      return `${marker}${content.trim().replaceAll('\n', `\n${' '.repeat(marker.length)}`)}\n`
    },
  })
  made.addRule('task', {
    filter: (node) => node.nodeName === 'INPUT' && node.getAttribute('type') === 'checkbox' && isInItem(node),
    replacement: (_content, node) => (node.hasAttribute('checked') ? '[x]' : '[ ]'),
  })
  made.addRule('foreign link', {
    filter: (node) => node.nodeName === 'A' && !ADDRESS.test(node.getAttribute('href')?.trim() ?? ''),
    replacement: (content) => content,
  })
  // What a picture is made of would be longer than the text.
  made.addRule('enclosed image', {
    filter: (node) => node.nodeName === 'IMG' && !/^https?:/i.test(node.getAttribute('src') ?? ''),
    replacement: (_content, node) => node.getAttribute('alt') ?? '',
  })
  made.addRule('table', {
    filter: 'table',
    replacement: (content, node) => {
      // A table that holds another is there for the layout, and Markdown has none in a cell. What is in it was read already: to
      // read it as cells once more would take twice as long with each table that is around.
      const isLayout = node.getElementsByTagName('table').length > 0
      return `\n\n${isLayout ? content.trim() : tableOf(node, made)}\n\n`
    },
  })
  return made
}

function around(mark: string, content: string): string {
  const words = content.trim()
  return words === '' ? content : content.replace(words, () => mark + words + mark)
}

function styleOf(node: Element): string {
  return node.getAttribute('style') ?? ''
}

function weightOf(node: Element): string {
  return /font-weight:\s*([\w]+)/i.exec(styleOf(node))?.[1] ?? ''
}

function marksOf(node: Element): string {
  const marks = [
    /^(?:bold|[6-9]00)$/.test(weightOf(node)) ? '**' : '',
    /font-style:\s*italic/i.test(styleOf(node)) ? '*' : '',
    /text-decoration[\w-]*:[^;]*line-through/i.test(styleOf(node)) ? '~~' : '',
  ]
  return marks.filter((mark) => mark !== '').join(' ')
}

function isInItem(node: Element): boolean {
  for (let parent = node.parentElement; parent !== null; parent = parent.parentElement)
    if (parent.nodeName === 'LI') return true
  return false
}

/** The first row is the head, since a table of Markdown has one. */
function tableOf(table: HTMLElement, made: Turndown): string {
  const rows = Array.from(table.querySelectorAll('tr')).map((row) =>
    Array.from(row.children).map((cell) =>
      made.turndown(cell.innerHTML).trim().replace(/\n+/g, '<br>').replaceAll('|', '\\|'),
    ),
  )
  const width = Math.max(0, ...rows.map(({ length }) => length))
  // One cell is no table: a spreadsheet copies it as one all the same.
  if (rows.length <= 1 && width <= 1) return rows[0]?.[0] ?? ''
  const lines = rows.map((cells) => `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`)
  lines.splice(1, 0, `|${' --- |'.repeat(width)}`)
  return lines.join('\n')
}
