import { launchChromium } from './support/chromium.ts'
import { startServerProcess } from './support/test-server.ts'

const [locale = 'ar-EG', widths = '1440,768,360', schemes = 'light', only = ''] = process.argv.slice(2)
const server = await startServerProcess({
  DOCUMENTS_PER_HOUR: '1000000',
  GUESTS_PER_HOUR: '1000000',
  ACCOUNTS: 'on',
  SIGNUP: 'open',
})
const browser = await launchChromium()
const TEXT = locale.startsWith('ar')
  ? '# خطة الأسبوع\n\nنكتب هنا ما نريد فعله هذا الأسبوع. **مهم** أن نبدأ مبكرًا.\n\n> [!NOTE]\n> هذه ملاحظة.\n\n- [x] مهمة أولى\n- [ ] مهمة ثانية مع English words\n\n> اقتباس\n\nEnglish paragraph stays from the left.\n\n```js\nconst a = 1\n```\n\n| أ | ب |\n|---|---|\n| 1 | 2 |\n'
  : '# Wochenplan der Donaudampfschifffahrtsgesellschaft\n\nHier steht, was wir **diese Woche** tun.\n\n> [!NOTE]\n> Ein Hinweis.\n\n- [x] Erste Aufgabe\n- [ ] Zweite Aufgabe\n'
for (const width of widths.split(',').map(Number))
  for (const colorScheme of schemes.split(',') as ('light' | 'dark')[]) {
    const context = await browser.newContext({
      locale,
      colorScheme,
      viewport: { width, height: width < 500 ? 740 : 900 },
      hasTouch: width < 500,
      isMobile: width < 500,
    })
    const page = await context.newPage()
    const shot = async (name: string) => {
      if (only !== '' && !only.split(',').includes(name)) return
      await page.waitForTimeout(400)
      await page.screenshot({ path: `/tmp/w/shots/${locale}-${name}-${width}-${colorScheme}.png` })
    }
    await page.goto(`${server.url}/`)
    await page.locator('.cm-content').fill(TEXT)
    await page.locator('[data-status=saved]').waitFor()
    await page.locator('.header-actions').waitFor()
    await page.locator('.toolbar:not(:empty)').waitFor()
    if (width > 760) {
      await page.keyboard.press('Alt+Shift+Digit2')
      await page.locator('.preview-pane[data-state=shown]').waitFor()
    }
    await shot('document')
    if (width > 760) {
      await page.keyboard.press('Alt+Shift+KeyO')
      await shot('outline')
      await page.keyboard.press('Alt+Shift+KeyO')
      await page.keyboard.press('Alt+Shift+Digit1')
    } else {
      await page.locator('.view-switch button').last().click()
      await page.locator('.preview-pane[data-state=shown]').waitFor()
      await shot('read')
      await page.locator('.view-switch button').first().click()
    }
    await page.locator('.share-button').click()
    await page.locator('.share-list li').first().waitFor()
    await shot('share')
    await page.locator('.share-section .button').last().scrollIntoViewIfNeeded()
    await shot('share-end')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+Shift+KeyP')
    await page.locator('.actions-list').waitFor()
    await shot('palette')
    await page.keyboard.press('Escape')
    await page.locator('.cm-content').focus()
    await page.keyboard.press('F1')
    await page.locator('.help-sheet').waitFor()
    await shot('help')
    await page.keyboard.press('Escape')
    await page.locator('.header-actions .icon-button').last().click()
    await shot('menu')
    await page
      .locator('[role=menuitem]')
      .filter({ hasText: /^(الإعدادات|Einstellungen|Settings)/ })
      .first()
      .click()
    await page.locator('.settings-list').waitFor()
    await shot('settings')
    await page.keyboard.press('Escape')
    await page.locator('.cm-content').focus()
    await page.keyboard.press('Control+f')
    await page.locator('.cm-search').waitFor()
    await shot('search')
    await page.keyboard.press('Escape')
    if (width < 960) {
      await page.locator('.header .icon-button').first().click()
      await shot('drawer')
      await page.keyboard.press('Escape')
    }
    for (const [name, path] of [
      ['documents', 'documents'],
      ['sign-in', 'sign-in'],
      ['sign-up', 'sign-up'],
      ['message', 'd/AAAAAAAAAAAAAAAAAAAAAA#k=BBBBBBBBBBBBBBBBBBBBBB'],
    ] as const) {
      await page.goto(`${server.url}/${path}`)
      await page.locator('h1').first().waitFor()
      await shot(name)
    }
    await context.close()
  }
await browser.close()
await server.remove()
