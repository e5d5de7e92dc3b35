import axe from 'axe-core'
import type { BrowserContext, Frame } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeViolations } from '../support/axe-violations.ts'
import { choose, makeLink, openShare, section } from '../support/share-dialog.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import type { Writer } from '../support/writer.ts'

const violations = ({
  page,
  frame,
}: Pick<Writer, 'page'> & { readonly frame?: Frame | undefined }): Promise<string[]> => axeViolations(page, frame)

/** Some of whatever a document can hold. */
const EVERYTHING = `---
title: Everything
tags: [one, two]
---
# Title

[toc]

Words, **strong**, *stress*, ~~gone~~, \`code\`, ==marked==, H~2~O, [a link](https://example.org), a note[^n].

> Said by somebody

> [!WARNING]
> Mind this

> [!CAUTION]
> And that

- [ ] to do
- [x] done

term
: what it means

| a | b |
|---|---|
| 1 | 2 |

\`\`\`js
const answer = 42 // why
\`\`\`

![A picture](https://example.org/a.png)

<details><summary>More</summary>

inside

</details>

[^n]: The note.
`

describeInBrowser('for people who see or hear the page otherwise', () => {
  const stage = useStage()

  /** With axe in every page. */
  async function newGuest(options: Parameters<typeof stage.newGuest>[0] = {}): Promise<BrowserContext> {
    const guest = await stage.newGuest(options)
    await guest.addInitScript(axe.source)
    return guest
  }

  it('the blank page and a document with others in it', async () => {
    const guest = await newGuest()
    const ada = await stage.open(stage.url, guest)
    expect(await violations(ada)).toEqual([])
    await ada.type(
      '# Title\n\n*Some* **words**, `code`, [a link](https://example.org) and ~~more~~\n\n> said\n\n- item\n',
    )
    await ada.saved()
    const ben = await stage.open(await ada.link())
    await ben.type('Ben')
    await ada.page.locator('.cm-person-caret').waitFor({ state: 'attached' })
    expect(await violations(ada)).toEqual([])
  })

  it('the document as a page, beside the text and alone', async () => {
    const guest = await newGuest()
    const ada = await stage.open(stage.url, guest)
    await ada.editor.focus()
    await ada.page.keyboard.insertText(EVERYTHING)
    await ada.saved()
    for (const view of ['Split', 'Read'] as const) {
      await ada.view(view)
      expect(await violations(ada)).toEqual([])
      const frame = ada.page.frames().find((each) => each.url().includes('preview-frame'))
      expect(await violations({ page: ada.page, frame })).toEqual([])
    }
  })

  it('what is wider than the page, and so scrolled by itself, is reached and scrolled by keys', async () => {
    const guest = await newGuest({ viewport: { width: 360, height: 740 } })
    const ada = await stage.open(stage.url, guest)
    const formula = `a_{${'long'.repeat(9)}} + `.repeat(9)
    const row = `|${' Several words without a break | '.repeat(9).replaceAll('s w', 's\u{a0}w')}`
    await ada.editor.focus()
    await ada.page.keyboard.insertText(
      `\`\`\`\nshort\n\`\`\`\n\n\`\`\`\n${'long '.repeat(11)}\n\`\`\`\n\n$$\n${formula}a\n$$\n\n${row}\n${'|--'.repeat(9)}|\n\nNote[^n]\n\n[^n]: Note\n\n        ${'wide '.repeat(11)}\n`,
    )
    await ada.saved()
    await ada.view('Read')
    const frame = ada.page.frames().find((each) => each.url().includes('preview-frame'))
    const stops = ada.preview.locator('[tabindex="0"]')
    await expect
      .poll(() => stops.evaluateAll((all) => all.map(({ nodeName }) => nodeName)))
      .toEqual(['PRE', 'SPAN', 'TABLE', 'PRE'])
    expect(await violations({ page: ada.page, frame })).toEqual([])
    await stops.first().focus()
    await ada.page.keyboard.press('ArrowRight')
    await expect.poll(() => stops.first().evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0)
    await ada.page.setViewportSize({ width: 1280, height: 740 })
    await expect.poll(() => ada.preview.locator('pre[tabindex="0"]').count()).toBe(0)
  })

  it('everything that opens', async () => {
    const { writer: ada } = await stage.write('# Title\nand text', await newGuest())
    const { page } = ada
    const close = () => page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Only you are here' }).click()
    expect(await violations(ada)).toEqual([])
    await page.getByTitle('Your name: click to change').click()
    expect(await violations(ada)).toEqual([])
    await close()
    await close()
    await page.getByRole('button', { name: 'Document actions' }).click()
    expect(await violations(ada)).toEqual([])
    await page.getByRole('menuitem', { name: 'Delete document…' }).click()
    await page.getByRole('dialog', { name: 'Delete this document?' }).waitFor()
    expect(await violations(ada)).toEqual([])
    await close()
    await page.getByRole('button', { name: 'Actions for “Title”' }).click()
    expect(await violations(ada)).toEqual([])
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    expect(await violations(ada)).toEqual([])
    await close()
    await page.getByRole('button', { name: 'Title', exact: true }).click()
    expect(await violations(ada)).toEqual([])
    await close()
    await ada.editor.focus()
    await page.keyboard.press('Control+f')
    await page.keyboard.type('text')
    await page.keyboard.press('Control+s')
    await page.getByText('Saved already').waitFor()
    expect(await violations(ada)).toEqual([])
  })

  it('the share dialog, of an owner and of somebody else', async () => {
    const { writer: ada, link } = await stage.write('Shared.\n', await newGuest())
    await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const ben = await stage.open(link, await newGuest())
    await ben.saved('Shared.\n')
    const dialog = await openShare(ada)
    await makeLink(dialog, 'comment', 'The class', 'sesame')
    await dialog.getByRole('button', { name: 'QR code of “The class”' }).click()
    await dialog.getByRole('img').waitFor()
    await dialog.getByRole('button', { name: 'New link' }).click()
    expect(await violations(ada)).toEqual([])
    await choose(dialog, 'More for “The class”', 'Revoke')
    await dialog.getByRole('button', { name: /^Undo/ }).waitFor()
    await dialog.getByRole('button', { name: /is Editor: change/ }).click()
    expect(await violations(ada)).toEqual([])
    await ada.page.keyboard.press('Escape')
    await choose(dialog, 'More for the link to edit', 'Replace…')
    expect(await violations(ada)).toEqual([])
    await section(await openShare(ben), 'Your link').waitFor()
    expect(await violations(ben)).toEqual([])
  })

  it('the page of somebody who is not let in, and what the owner is told of them', async () => {
    const { writer: ada, link } = await stage.write('Shared.\n', await newGuest())
    await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const locked = await makeLink(await openShare(ada), 'read', 'Locked', 'sesame')
    await ada.page.keyboard.press('Escape')
    const ben = await stage.visit(locked, await newGuest())
    await ben.page.getByLabel('Password of the link').fill('open')
    await ben.page.keyboard.press('Enter')
    await ben.page.getByText('That is not the password.').waitFor()
    expect(await violations(ben)).toEqual([])
    await ben.page.goto(link.replace(/#.*/, ''))
    await ben.page.getByRole('button', { name: 'Ask for access' }).click()
    await ben.page.getByText('You asked for access.').waitFor()
    expect(await violations(ben)).toEqual([])
    await ada.page.getByRole('button', { name: 'Share: 1 asks for access' }).waitFor()
    expect(await violations(ada)).toEqual([])
    await openShare(ada)
    expect(await violations(ada)).toEqual([])
  })

  it('trouble: offline, edits set aside, a message in place of the document', async () => {
    const { writer: ada } = await stage.write('Shared.\n', await newGuest())
    const guest = ada.page.context()
    await ada.loseNetwork()
    await ada.page.keyboard.type('Refused.')
    await ada.kept()
    expect(await violations(ada)).toEqual([])
    await guest.clearCookies()
    await guest.setOffline(false)
    await ada.page.getByRole('button', { name: 'Review' }).click()
    await ada.page.getByRole('group', { name: 'Difference' }).locator('ins').first().waitFor()
    expect(await violations(ada)).toEqual([])
    await ada.page.getByRole('button', { name: 'Discard' }).click()
    await ada.page.getByRole('dialog', { name: 'Discard these edits?' }).waitFor()
    expect(await violations(ada)).toEqual([])
    const lost = await stage.visit(`${stage.url}d/AAAAAAAAAAAAAAAAAAAAAA`, guest)
    await lost.page.getByRole('heading', { name: 'Document not found' }).waitFor()
    expect(await violations(lost)).toEqual([])
  })

  it('a storage that does not answer', async () => {
    const { link } = await stage.write('x')
    const guest = await newGuest()
    await guest.addInitScript(() =>
      Object.defineProperty(window, 'indexedDB', { value: { open: () => new EventTarget() } }),
    )
    const ada = await stage.visit(link, guest)
    await ada.page.getByRole('note').waitFor()
    expect(await violations(ada)).toEqual([])
  })

  it('the drawer of a phone', async () => {
    const { writer: ada } = await stage.write(
      'x',
      await newGuest({ viewport: { width: 360, height: 740 }, hasTouch: true }),
    )
    expect(await violations(ada)).toEqual([])
    await ada.page.getByRole('button', { name: 'Documents' }).click()
    await ada.page.getByRole('dialog', { name: 'Weft' }).waitFor()
    expect(await violations(ada)).toEqual([])
  })
})
