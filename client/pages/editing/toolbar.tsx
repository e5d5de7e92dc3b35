import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Format } from '../../../shared/document/format.ts'
import type { EditorCommand } from '../../editor/commands.ts'
import type { EditorTools } from '../../editor/editor-tools.ts'
import { Icon, Outline } from '../../ui/icon.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { writing } from '../../words/en/writing.ts'
import { wordsOf } from '../../words/words.ts'
import { words } from './editing-words.ts'
import { ariaKeys, isMac, keyWords } from './key-words.ts'
import { TOOL_SHAPES } from './tool-shapes.ts'

const writingWords = wordsOf('writing', writing)

/** In the order in which they stay where there is no room for all. Headings are a menu behind the first of them. */
const SHOWN = [
  'bold',
  'italic',
  'heading',
  'bullets',
  'tasks',
  'link',
  'image',
  'numbers',
  'quote',
  'code',
  'code-block',
  'table',
]
/** Where the text is no Markdown. */
const SHOWN_IN_CODE = ['indent', 'outdent', 'comment', 'line-up', 'line-down', 'search', 'go-to-line']
const MORE_IN_CODE = ['copy-line', 'delete-line', 'cursor-above', 'cursor-below', 'next-occurrence', 'every-occurrence']
/** The name of the format takes as much room as so many buttons. */
const NAME_ROOM = 3
const MORE = [
  'photo',
  'file',
  'strikethrough',
  'highlight',
  'subscript',
  'superscript',
  'footnote',
  'alert',
  'formula',
  'diagram',
  'definitions',
  'details',
  'contents',
  'rule',
  'properties',
  'indent',
  'outdent',
]
const HEADINGS = ['heading-1', 'heading-2', 'heading-3', 'heading-4', 'heading-5', 'heading-6', 'plain']

/** In the direction of the page. */
const [FORWARD, BACK] =
  document.documentElement.dir === 'rtl' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft']

interface ToolbarProps {
  readonly tools: EditorTools
  readonly format: Format
  /** For what is no command of the editor's. */
  readonly extras: readonly MenuItem[]
  readonly onFormat: () => void
}

/** What one does with text most. What does not fit is in the menu at its end; by keyboard it is one stop, with arrows within. */
export function Toolbar({ tools, format, extras, onFormat }: ToolbarProps) {
  const element = useRef<HTMLDivElement>(null)
  const [places, setPlaces] = useState(SHOWN.length)
  const [current, setCurrent] = useState(0)
  const [, redraw] = useState(0)
  /** What of the commands is drawn. */
  const drawn = useRef<{ readonly shown: readonly string[]; readonly state: string } | null>(null)
  useLayoutEffect(
    () =>
      tools.onChange(() => {
        if (drawn.current?.state !== stateOf(tools, drawn.current?.shown ?? [])) redraw((count) => count + 1)
      }),
    [tools],
  )
  useLayoutEffect(() => {
    const bar = element.current
    if (bar === null) return
    const observer = new ResizeObserver(() => {
      const width = bar.querySelector('button')?.getBoundingClientRect().width ?? 0
      // One place is the menu's.
      if (width > 0) setPlaces(Math.floor(bar.clientWidth / width) - 1)
    })
    observer.observe(bar)
    return () => observer.disconnect()
  }, [])

  const isMarkdown = format.kind === 'markdown'
  const all = isMarkdown ? SHOWN : SHOWN_IN_CODE
  const room = Math.min(all.length, Math.max(1, places - (isMarkdown ? 0 : NAME_ROOM)))
  const shown = all.slice(0, room)
  drawn.current = { shown, state: stateOf(tools, shown) }
  const byId = (id: string): EditorCommand | undefined => tools.commands.find((command) => command.id === id)
  const item = (id: string): MenuItem[] => {
    const command = byId(id)
    if (command === undefined || !tools.isHere(command)) return []
    const { label, key } = command
    return [{ label, onSelect: () => tools.run(id), ...(key !== undefined && { hint: keyWords(key, isMac()) }) }]
  }
  const hidden = all.slice(room)
  const inTable = tools.commands.filter((command) => command.group === 'Table' && tools.isHere(command))
  const ofTable = inTable.map(({ id, label }) => ({ label, onSelect: () => tools.run(id) }))
  const others = [...hidden, ...(isMarkdown ? MORE : MORE_IN_CODE)].flatMap((id) =>
    id === 'heading' ? HEADINGS.flatMap(item) : item(id),
  )
  const more = [ofTable, others, extras].flatMap(([first, ...rest], index) =>
    first === undefined ? [] : [{ ...first, apart: index > 0 }, ...rest],
  )

  return (
    <div
      ref={element}
      class="toolbar"
      role="toolbar"
      aria-label={words.formatting}
      // The text keeps the focus, and a phone its keyboard.
      onMouseDown={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        const step = event.key === FORWARD ? 1 : event.key === BACK ? -1 : 0
        const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(':scope > button')]
        const at = buttons.findIndex((button) => button === document.activeElement)
        if (step === 0 || at === -1) return
        event.preventDefault()
        const next = (at + step + buttons.length) % buttons.length
        setCurrent(next)
        buttons[next]?.focus()
      }}
    >
      {shown.map((id, index) => {
        if (id === 'heading')
          return (
            <Menu
              key={id}
              label={words.headings}
              button={<Outline path={TOOL_SHAPES['heading'] ?? ''} />}
              buttonClass="icon-button"
              tabIndex={index === current ? 0 : -1}
              items={HEADINGS.flatMap(item)}
            />
          )
        const command = byId(id)
        return command && <ToolButton key={id} command={command} tools={tools} tabIndex={index === current ? 0 : -1} />
      })}
      {!isMarkdown && (
        <button
          type="button"
          class="button button-small toolbar-format"
          aria-label={writingWords.formatOf(format.name)}
          tabIndex={-1}
          onClick={onFormat}
        >
          <bdi>{format.name}</bdi>
        </button>
      )}
      <Menu
        label={words.moreFormatting}
        button={<Icon name="more" />}
        buttonClass="icon-button toolbar-more"
        tabIndex={current >= room ? 0 : -1}
        items={more}
      />
    </div>
  )
}

/** All that is shown of the commands, for each a digit: most keys change nothing of it, and then nothing is drawn. */
function stateOf(tools: EditorTools, buttons: readonly string[]): string {
  const digit = (command: EditorCommand): number =>
    tools.isHere(command) ? (buttons.includes(command.id) && tools.isOn(command) ? 2 : 1) : 0
  return tools.commands.map(digit).join('')
}

interface ToolButtonProps {
  readonly command: EditorCommand
  readonly tools: EditorTools
  readonly tabIndex: number
}

function ToolButton({ command, tools, tabIndex }: ToolButtonProps) {
  const { id, label, key } = command
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={key === undefined ? label : words.withKey(label, keyWords(key, isMac()))}
      tabIndex={tabIndex}
      {...(command.isOn !== undefined && { 'aria-pressed': tools.isOn(command) })}
      {...(key !== undefined && { 'aria-keyshortcuts': ariaKeys(key, isMac()) })}
      onClick={() => tools.run(id)}
    >
      <Outline path={TOOL_SHAPES[id] ?? ''} name={id} />
    </button>
  )
}
