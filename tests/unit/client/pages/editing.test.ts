import { afterEach, describe, expect, it, vi } from 'vitest'
import { COMMANDS } from '../../../../client/editor/commands.ts'
import type { EditorTools } from '../../../../client/editor/editor-tools.ts'
import type { Desk } from '../../../../client/pages/desk.ts'
import type { Services } from '../../../../client/pages/services.ts'
import { matchingActions, offeredActions } from '../../../../client/pages/editing/actions.ts'
import { minutesToRead } from '../../../../client/pages/editing/count-words.ts'
import { currentHeading } from '../../../../client/pages/editing/current-heading.ts'
import { matchingFormats } from '../../../../client/pages/editing/format-dialog.tsx'
import { actionsKey, ariaKeys, keyWords } from '../../../../client/pages/editing/key-words.ts'
import { editing } from '../../../../client/words/en/editing.ts'

describe('keys', () => {
  it.each([
    ['Mod-Shift-x', 'Ctrl+Shift+X', '⌘⇧X', 'Control+Shift+X'],
    ['Alt-ArrowUp', 'Alt+↑', '⌥↑', 'Alt+ArrowUp'],
    ['Mod-.', 'Ctrl+.', '⌘.', 'Control+.'],
    ['F1', 'F1', 'F1', 'F1'],
  ])('%s is written as people know it', (key, words, mac, aria) => {
    expect(keyWords(key, false)).toBe(words)
    expect(keyWords(key, true)).toBe(mac)
    expect(ariaKeys(key, false)).toBe(aria)
  })
})

describe('all actions', () => {
  it('are opened by a key that the browser leaves to the page', () => {
    for (const [userAgent, key] of [
      ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Alt-Shift-P'],
      ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36', 'Mod-Shift-p'],
    ]) {
      vi.stubGlobal('navigator', { userAgent })
      expect(actionsKey()).toBe(key)
    }
  })

  afterEach(() => vi.unstubAllGlobals())

  const action = (label: string, group: string) => ({ id: label, label, group, key: null, run: () => undefined })
  const actions = [
    action('Add a row', 'Table'),
    action('Bold', 'Text'),
    action('Table', 'Insert'),
    action('Row', 'Page'),
  ]
  const found = (words: string): string[] => matchingActions(actions, words).map(({ label }) => label)

  it('are found by every word, those that begin so first', () => {
    expect(found('')).toEqual(['Add a row', 'Bold', 'Table', 'Row'])
    expect(found('ROW')).toEqual(['Row', 'Add a row'])
    expect(found('table')).toEqual(['Table', 'Add a row'])
    expect(found('row tab')).toEqual(['Add a row'])
    expect(found('nothing')).toEqual([])
  })

  it('are found by what others call them, after those that are called so', () => {
    const settings = { ...action('Settings…', 'Page'), also: 'dark theme' }
    const titles = (typed: string) => matchingActions([settings, action('Theme', 'Page')], typed)
    expect(titles('theme').map(({ label }) => label)).toEqual(['Theme', 'Settings…'])
    expect(titles('dark page').map(({ label }) => label)).toEqual(['Settings…'])
    expect(titles('dark blue')).toEqual([])
  })

  it('are without those that change the text where it is out of sight, and Search is the one that brings it', () => {
    vi.stubGlobal('navigator', { platform: 'Linux' })
    const ofText = [
      { id: 'bold', label: 'Bold', group: 'Text' },
      { id: 'search', label: 'Search and replace', group: 'Search' },
    ]
    const ofMenu = [
      { label: 'Search', hint: 'Ctrl+F', onSelect: () => undefined },
      { label: 'Print', hint: 'Ctrl+P', onSelect: () => undefined },
    ]
    const labels = (view: 'read' | 'split', mayRename = true): string[] =>
      offeredActions({
        services: {} as Services,
        desk: { offers: { items: ofMenu } } as unknown as Desk,
        tools: { commands: ofText, isHere: () => true } as unknown as EditorTools,
        views: { view, canSplit: true, change: () => undefined },
        mayRename,
      }).map(({ label, key }) => (label.startsWith('Print') ? `${label} ${key}` : label))
    expect(labels('split')).toEqual(expect.arrayContaining(['Bold', 'Search and replace']))
    expect(labels('split')).not.toContain('Search')
    expect(labels('read')).toEqual(expect.arrayContaining(['Search', 'Share…']))
    expect(labels('read')).not.toContain('Bold')
    expect(labels('read')).not.toContain('Search and replace')
    expect(labels('read')).toContain('File format…')
    expect(labels('read')).toEqual(expect.arrayContaining(['Print Ctrl+P', 'Rename the document', 'All documents']))
    expect(labels('read', false)).not.toContain('File format…')
    expect(labels('read', false)).not.toContain('Rename the document')
  })

  it.each([
    ['presentation', 'Present as slides'],
    ['trash', 'Delete document…'],
    ['todo', 'Task list'],
    ['checkbox', 'Task list'],
    ['math', 'Formula'],
    ['latex', 'Formula'],
    ['mermaid', 'Diagram'],
    ['hr', 'Rule'],
    ['embed', 'Image'],
    ['word', 'Download .docx'],
    ['emoji', 'Help: Markdown and keys'],
    ['dark mode', 'Settings…'],
  ])('by a word that many would type: %s is %s', (typed, label) => {
    vi.stubGlobal('navigator', { platform: 'Linux' })
    const inMenu = ['Download .docx', 'Present as slides', 'Delete document…']
    const offered = offeredActions({
      services: {} as Services,
      desk: {
        offers: { items: inMenu.map((each) => ({ label: each, onSelect: () => undefined })) },
      } as unknown as Desk,
      tools: { commands: COMMANDS, isHere: () => true } as unknown as EditorTools,
      views: { view: 'write', canSplit: true, change: () => undefined },
      mayRename: true,
    })
    expect(matchingActions(offered, typed)[0]?.label).toBe(label)
  })

  it('are found by what they are called elsewhere', () => {
    vi.stubGlobal('navigator', { platform: 'Linux' })
    const offered = (view: 'read' | 'split') =>
      offeredActions({
        services: {} as Services,
        desk: {
          offers: {
            items: ['Search', 'History…'].map((label) => ({ label, onSelect: () => undefined })),
          },
        } as unknown as Desk,
        tools: {
          commands: [{ id: 'search', label: 'Search and replace', group: 'Search' }],
          isHere: () => true,
        } as unknown as EditorTools,
        views: { view, canSplit: true, change: () => undefined },
        mayRename: true,
      })
    const first = (typed: string, view: 'read' | 'split' = 'split'): string | undefined =>
      matchingActions(offered(view), typed)[0]?.label
    expect([first('find'), first('find', 'read')]).toEqual(['Search and replace', 'Search'])
    for (const typed of ['versions', 'earlier', 'revisions', 'history']) expect(first(typed)).toBe('History…')
    for (const typed of ['users', 'avatars', 'collaborators']) expect(first(typed)).toBe(editing.people)
  })
})

describe('formats', () => {
  const names = (typed: string): string[] => matchingFormats(typed).map(({ name }) => name)

  it('are found by name and by ending, the nearest first', () => {
    expect(names('').slice(0, 2)).toEqual(['Markdown', 'Plain text'])
    expect(names('py')[0]).toBe('Python')
    expect(names('.c')[0]).toBe('C')
    expect(names('java').slice(0, 2)).toEqual(['Java', 'JavaScript'])
    expect(names('nothing')).toEqual([])
  })
})

describe('the outline', () => {
  const headings = [0, 10, 20].map((line) => ({ level: 1, words: 'x', line }))

  it.each([
    [0, 0],
    [8, 0],
    [9, 1],
    [19.5, 2],
    [300, 2],
  ])('at line %s the heading is number %s', (line, index) => {
    expect(currentHeading(headings, line)).toBe(index)
  })

  it('has none above the first', () => {
    expect(currentHeading([{ level: 1, words: 'x', line: 5 }], 0)).toBe(-1)
  })
})

describe('the length of a text', () => {
  it('is told in words', () => {
    expect([editing.words(1), editing.words(1234), editing.words(0)]).toEqual(['1 word', '1,234 words', '0 words'])
    expect([minutesToRead(0), minutesToRead(1), minutesToRead(461)]).toEqual([0, 1, 3])
  })
})
