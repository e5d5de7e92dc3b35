import { expect, it } from 'vitest'
import { htmlFile } from '../../../../../client/pages/transfer/html-file.ts'

it('a page in one file says what it is, and forbids everything but itself', () => {
  const html = htmlFile({ page: { html: '<p>words</p>', lang: 'de', dir: 'rtl' }, title: 'A <b> & "c"' })
  expect(html).toMatch(
    /^<!doctype html>\n<html lang="de" dir="rtl">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content/,
  )
  expect(html).toContain('<title>A &#60;b&#62; &#38; &#34;c&#34;</title>')
  expect(html).toContain(
    `content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`,
  )
  expect(html).toContain('<main id="document">\n<p>words</p>\n</main>')
  expect(html).not.toMatch(/<script|<link|https?:\/\//)
  expect(htmlFile({ page: { html: '', lang: '', dir: 'auto' }, title: '' })).toContain('<html>\n')
})
