import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SmallDisk } from '../support/small-disk.ts'
import { describeInBrowser, Stage } from '../support/stage.ts'

const disk = SmallDisk.mount(16)

describe.skipIf(disk === null)('where the disk of the server is full', () => {
  describeInBrowser('the page', () => {
    const stage = new Stage()
    beforeAll(() => stage.start({ DATA_DIR: disk?.path ?? '' }))
    afterAll(async () => {
      await stage.end()
      disk?.unmount()
    })

    it('says that nothing is saved, and why, and saves by itself once there is room', async () => {
      const { writer: ada, link } = await stage.write('before')
      const ben = await stage.open(link)
      await ben.saved('before')
      disk?.fill()
      // SQLite fills up the room that its log had reserved before it needs more.
      let text = 'before'
      for (let round = 0; !(await ada.glance()).words.startsWith('Not saved'); round++) {
        expect(round).toBeLessThan(200)
        await ada.type(' and more'.repeat(20))
        text += ' and more'.repeat(20)
        await ada.sees(({ status }) => status === 'saved' || status === 'not-saved')
      }
      const { words } = await ada.glance()
      expect(words).toContain('Not saved: The server cannot store anything right now.')
      await ada.page.getByText('Kept on this device.').waitFor()
      expect(await ben.text()).not.toBe(text)

      disk?.free()
      await ada.saved(text, 30_000)
      await ben.saved(text, 30_000)
      expect(await stage.clear()).toEqual([])
    })
  })
})
