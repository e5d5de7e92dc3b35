import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { axeViolations } from '../support/axe-violations.ts'
import { keptBuilds, programKept } from '../support/kept-program.ts'
import { NextBuild } from '../support/next-build.ts'
import { describeInBrowser, useStage } from '../support/stage.ts'
import { startServer } from '../support/test-server.ts'

const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')

describeInBrowser('a new version of the program', () => {
  const stage = useStage()

  it('says that it is there, changes nothing that is open, and keeps what is not sent yet', async () => {
    const build = await NextBuild.copy()
    const server = await startServer({}, undefined, build.directory)
    try {
      const guest = await stage.newGuest({ serviceWorkers: 'allow' })
      const ada = await stage.open(`${server.url}/`, guest)
      await ada.type('before')
      await ada.saved('before')
      await programKept(ada.page)
      const old = { version: await build.version(), part: await build.part('vim-keys') }
      await build.renew()
      const version = await build.version()
      await server.restart()
      expect((await fetch(`${server.url}/assets/${old.part}`)).status).toBe(404)
      await ada.page.evaluate(() => window.dispatchEvent(new Event('online')))

      const bar = ada.page.getByRole('status').filter({ hasText: 'A new version of Weft is ready.' })
      await bar.waitFor({ timeout: 60_000 })
      await ada.saved('before')
      await ada.page.evaluate(AXE)
      expect(await axeViolations(ada.page)).toEqual([])
      // Never fetched until now, and not on the server any more.
      const names = await ada.page.evaluate(`import('./assets/${old.part}').then((part) => Object.keys(part).length)`)
      expect(names).toBeGreaterThan(0)
      expect(await ada.page.locator('html').getAttribute('data-version')).toBe(old.version)

      await ada.loseNetwork()
      await ada.page.keyboard.type(' and after')
      await ada.kept()
      const questions: string[] = []
      ada.page.on('dialog', (dialog) => {
        questions.push(dialog.message())
        void dialog.accept()
      })
      await bar.getByRole('button', { name: 'Reload' }).click()
      await expect.poll(() => ada.page.locator('html').getAttribute('data-version')).toBe(version)
      await ada.sees(({ text, status }) => text === 'before and after' && status === 'offline')
      // It is on this device: there is nothing to ask.
      expect(questions).toEqual([])
      await guest.setOffline(false)
      await ada.saved('before and after')
      // Nobody has the old one open any more.
      await expect.poll(() => keptBuilds(ada.page), { timeout: 60_000 }).toEqual([`weft/@${version}`])
      expect(await bar.count()).toBe(0)
    } finally {
      await server.remove()
      await build.remove()
    }
  }, 240_000)

  it('waits until somebody wants it, who may have said later', async () => {
    const build = await NextBuild.copy()
    const server = await startServer({}, undefined, build.directory)
    try {
      const guest = await stage.newGuest({ serviceWorkers: 'allow', viewport: { width: 360, height: 640 } })
      const ada = await stage.open(`${server.url}/`, guest)
      await ada.type('mine')
      await ada.saved('mine')
      await programKept(ada.page)
      await build.renew()
      await server.restart()
      await ada.page.evaluate(() => window.dispatchEvent(new Event('online')))
      const bar = ada.page.getByRole('status').filter({ hasText: 'A new version of Weft is ready.' })
      await bar.waitFor({ timeout: 60_000 })
      const width = await ada.page.evaluate(() => document.documentElement.scrollWidth)
      expect(width).toBe(360)
      await bar.getByRole('button', { name: 'Later' }).press('Enter')
      await expect.poll(() => bar.count()).toBe(0)
      await ada.type(' still')
      await ada.saved('mine still')
      await ada.page.reload()
      await ada.saved('mine still')
      expect(await ada.page.locator('html').getAttribute('data-version')).toBe(await build.version())
    } finally {
      await server.remove()
      await build.remove()
    }
  }, 240_000)
})
