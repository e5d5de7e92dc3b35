import { startApp } from './app.tsx'

const root = document.getElementById('app')
if (root !== null) {
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
