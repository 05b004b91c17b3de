import type { Preview } from '@storybook/react-vite'
import '../src/styles.css'
const preview: Preview = {
  tags: ['autodocs'],
  parameters: { a11y: { test: 'error' } }, // a violation fails the story's test
}
export default preview
