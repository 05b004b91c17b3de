// Starts the page: signs the visitor in, then shows it.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './reset.css'
import '../../src/styles.css'
import { App } from './app.tsx'
import { createDemoControl } from './demo-store.ts'
import './page.css'
import { signIn } from './visitor.ts'

const element = document.getElementById('root')
if (element === null) throw new Error('The page has no #root to show anything in. index.html and main.tsx disagree.')
const root = createRoot(element)

try {
  const visitor = await signIn()
  root.render(
    <StrictMode>
      <App visitor={visitor} control={createDemoControl()} />
    </StrictMode>,
  )
} catch (error) {
  root.render(<p role="alert">{error instanceof Error ? error.message : 'The demo does not answer. Is npm start still running?'}</p>)
}
