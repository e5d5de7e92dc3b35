/** Where pages say which language a block of code is in. */
const LANGUAGE_CLASSES = [
  /(?:^|\s)(?:language|lang)-([\w+#.-]+)/i,
  /(?:^|\s)highlight-(?:source|text)-([\w+#-]+)/i,
  /(?:^|\s)brush:\s*([\w+#-]+)/i,
  /(?:^|\s)(?:sourceCode|hljs|prettyprint)\s+([\w+#-]+)/,
]

/** GitHub's names of its grammars, where they are not what people write. */
const GRAMMARS: Readonly<Record<string, string>> = { 'html-basic': 'html', shell: 'sh', ts: 'ts', js: 'js' }

/** A `<pre>` as a fenced block. */
export function codeBlockOf(pre: Element): string {
  const code = linesIn(pre).replace(/\r\n?/g, '\n').replace(/\n$/, '')
  const longest = Math.max(2, ...[...code.matchAll(/`{3,}/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `\n\n${fence}${languageOf(pre)}\n${code}\n${fence}\n\n`
}

/** What is written in an element, with its line breaks and nothing escaped. */
export function linesIn(node: Node): string {
  let code = ''
  for (const child of Array.from(node.childNodes)) {
    if (child.nodeName === 'BR') code += '\n'
    else if (child.nodeType === 3) code += child.nodeValue ?? ''
    else if (child.nodeType === 1) {
      // Some editors have an element a line.
      const isLine = /^(?:DIV|P|LI)$/.test(child.nodeName)
      code += linesIn(child) + (isLine ? '\n' : '')
    }
  }
  return code
}

function languageOf(pre: Element): string {
  const inner = pre.firstElementChild?.nodeName === 'CODE' ? pre.firstElementChild : null
  for (const element of [inner, pre, pre.parentElement]) {
    const names = element?.getAttribute('class') ?? ''
    for (const pattern of LANGUAGE_CLASSES) {
      const found = pattern.exec(names)?.[1]
      if (found !== undefined) return GRAMMARS[found.toLowerCase()] ?? found
    }
  }
  return pre.getAttribute('lang') ?? pre.getAttribute('data-lang') ?? ''
}
