// How every story stands: the default look, a theme and a direction from the toolbar, accessibility as a test.
import type { Decorator, Preview } from '@storybook/react-vite'
import { createElement } from 'react'
import { configure } from 'storybook/test'
import { StoryClock } from '../stories/components/story-clock.tsx'
import '../src/styles.css'
import './preview.css'

/** What a story waits for comes late on a machine that runs every other test at the same time. */
configure({ asyncUtilTimeout: 25_000 })

const surroundings: Decorator = (Story, { globals, parameters }) => {
  const theme = globals['theme'] === 'dark' || globals['theme'] === 'light' ? globals['theme'] : undefined
  const direction = globals['direction'] === 'rtl' ? 'rtl' : 'ltr'
  const props = { className: 'story', 'data-rs-theme': theme, dir: direction, 'data-layout': parameters['layout'] }
  return createElement(StoryClock, null, createElement('div', props, createElement(Story)))
}

const preview: Preview = {
  tags: ['autodocs'],
  decorators: [surroundings],
  parameters: {
    // A violation fails the story's test.
    a11y: { test: 'error' },
    layout: 'padded',
    controls: { expanded: true },
    options: {
      storySort: {
        order: [
          'Guide',
          'Scenes',
          'Components',
          [
            'ReconnectBanner',
            'ReconnectButton',
            'ConnectionIndicator',
            'ChatPanel',
            'TaskList',
            'NotificationBell',
            'LiveAnnouncerOutlet',
            'Views',
            'Heard',
          ],
        ],
      },
    },
  },
  globalTypes: {
    theme: {
      description: 'Theme',
      toolbar: {
        title: 'Theme',
        icon: 'contrast',
        dynamicTitle: true,
        items: [
          { value: 'system', title: 'System theme' },
          { value: 'light', title: 'Light', icon: 'sun' },
          { value: 'dark', title: 'Dark', icon: 'moon' },
        ],
      },
    },
    fault: {
      description: 'What happens to the link, in scenes',
      toolbar: {
        title: 'Fault',
        icon: 'lightning',
        dynamicTitle: true,
        items: [
          { value: 'none', title: 'Link is fine' },
          { value: 'cut', title: 'Cut once' },
          { value: 'blackhole', title: 'Blackhole' },
          { value: 'delay', title: 'Delay 2 s' },
          { value: 'restart', title: 'Restart server' },
          { value: 'expire', title: 'Expire token' },
          { value: 'offline', title: 'Offline' },
        ],
      },
    },
    direction: {
      description: 'Writing direction',
      toolbar: {
        title: 'Direction',
        icon: 'transfer',
        dynamicTitle: true,
        items: [
          { value: 'ltr', title: 'Left to right' },
          { value: 'rtl', title: 'Right to left' },
        ],
      },
    },
  },
  initialGlobals: { theme: 'light', direction: 'ltr', fault: 'none' },
}
export default preview
