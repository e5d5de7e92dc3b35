import { parseSync } from 'vite'

/** A node of the syntax tree, as far as it is looked at. */
interface Node {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

/** Attributes and properties that people see or hear. */
const SEEN =
  /^(?:title|placeholder|alt|label|hint|nothing|aria-label|aria-description|aria-roledescription|aria-valuetext|\w+Label)$/

/** Calls that say something to somebody, by the last part of their name. */
const SAYING = /^(?:show|say|tell|setFault|setFailure|setNotice|setWords|setSaid)$/

const WORD = /\p{L}{2}/u

/**
 * Words in the source of a module that people see and that do not come from the catalogue, one line each: text between tags,
 * what is drawn in their place, attributes and properties that are read, and what is handed to a call that says it.
 */
export function findVisibleWords(path: string, source: string): string[] {
  const found: string[] = []
  const { program } = parseSync(path, source)
  visit(program as unknown as Node)
  return found

  function visit(node: Node): void {
    if (node.type === 'JSXText') note(node, String(node['value']))
    if (node.type === 'JSXAttribute' && SEEN.test(nameOf(node['name']))) seen(node['value'])
    if (node.type === 'JSXElement' || node.type === 'JSXFragment')
      for (const child of nodesOf(node['children'])) drawn(child)
    if (node.type === 'Property' && SEEN.test(nameOf(node['key']))) seen(node['value'])
    if (node.type === 'CallExpression' && SAYING.test(nameOf(node['callee']))) seen(nodesOf(node['arguments'])[0])
    if (node.type === 'AssignmentExpression' && /^(?:textContent|title|innerText)$/.test(nameOf(node['left'])))
      seen(node['right'])
    for (const value of Object.values(node)) for (const child of nodesOf(value)) visit(child)
  }

  function drawn(child: Node): void {
    if (child.type === 'JSXExpressionContainer') seen(child['expression'])
  }

  /** Wherever the value of an expression can come from. */
  function seen(value: unknown): void {
    const [node] = nodesOf(value)
    if (node === undefined) return
    if (node.type === 'Literal' && typeof node['value'] === 'string') note(node, node['value'])
    if (node.type === 'TemplateLiteral') {
      for (const quasi of nodesOf(node['quasis'])) note(node, (quasi['value'] as { cooked?: string }).cooked ?? '')
      for (const part of nodesOf(node['expressions'])) seen(part)
    }
    if (node.type === 'ConditionalExpression')
      for (const branch of [node['consequent'], node['alternate']]) seen(branch)
    if (node.type === 'LogicalExpression') for (const side of [node['left'], node['right']]) seen(side)
    if (node.type === 'BinaryExpression' && node['operator'] === '+') {
      for (const side of [node['left'], node['right']]) seen(side)
    }
    if (node.type === 'JSXExpressionContainer' || node.type === 'ParenthesizedExpression') seen(node['expression'])
  }

  function note({ start }: Node, words: string): void {
    if (!WORD.test(words)) return
    const line = source.slice(0, start).split('\n').length
    found.push(`${path}:${line}: ${JSON.stringify(words.trim())}`)
  }
}

function nameOf(value: unknown): string {
  const [node] = nodesOf(value)
  if (node === undefined) return ''
  if (node.type === 'MemberExpression') return nameOf(node['property'])
  return typeof node['name'] === 'string' ? node['name'] : typeof node['value'] === 'string' ? node['value'] : ''
}

function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf)
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
    ? [value as Node]
    : []
}
