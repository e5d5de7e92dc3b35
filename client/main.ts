import { startApp } from './app.tsx'

const root = document.getElementById('app')
if (root !== null) await startApp(root)
