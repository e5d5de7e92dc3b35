import { startApp } from './app.tsx'
import { systemClock } from './lib/clock.ts'

function start(root: HTMLElement): void {
  try {
    startApp(root)
  } catch (error) {
    reportError(error)
    const words = document.createElement('main')
    words.className = 'message'
    words.textContent =
      'Weft could not start in this browser. What it keeps of your documents is untouched: reload the page.'
    root.replaceChildren(words)
  }
}

const root = document.getElementById('app')
// In a task of its own: to read the program has taken long enough.
if (root !== null) systemClock.after(0, () => start(root))
