// The props of each component, in words.
import type {
  ChatPanelProps,
  ConnectionIndicatorProps,
  NotificationBellProps,
  ReconnectBannerProps,
  ReconnectButtonProps,
  TaskListProps,
} from '../../src/components/index.ts'
import type { PropTable } from './prop-table.ts'

const status = ['ConnectionStatus', 'The provider’s when not given.'] as const
const announce = ["'on' | 'off'", 'Whether it speaks to screen readers.', "'on'"] as const

export const bannerProps: PropTable<ReconnectBannerProps> = {
  status,
  minVisibleMs: ['number', 'Once shown it stays at least this long.', '800'],
  restoredMs: ['number', 'How long “Back online.” stays; 0 leaves it out.', '3000'],
  position: ["'inline' | 'top' | 'bottom'", 'In the page’s flow, or floating at an edge of the window.', "'inline'"],
  dismissible: ['boolean', 'Escape and a button wave it away for this outage.', 'false'],
  onReconnect: ['() => void', 'The provider’s `reconnect` when neither this nor `status` is given. Without it there is no button.'],
  onSignIn: ['() => void', 'Without it there is no button to sign in.'],
  onVisibilityChange: ['(isVisible: boolean) => void', 'It appeared, or went.'],
  announce,
  restoreFocusRef: ['RefObject<HTMLElement>', 'Takes the focus when the banner ends with the focus inside; without it the banner waits.'],
}

export const buttonProps: PropTable<ReconnectButtonProps> = {
  status,
  pendingMinMs: ['number', 'A quicker attempt still shows pending this long.', '600'],
  cooldownMs: ['number', 'It rests this long after a failed press.', '1000'],
  hideWhenConnected: ['boolean', 'Shown only while there is something to do.', 'false'],
  onReconnect: ['() => void', 'The provider’s `reconnect` when neither this nor `status` is given.'],
  announce: ["'on' | 'failure' | 'off'", 'What of a press’s result is said to screen readers.', "'on'"],
  children: ['ReactNode | (state) => ReactNode', 'Its words.'],
}

export const indicatorProps: PropTable<ConnectionIndicatorProps> = {
  status,
  steadyMs: ['number', 'How long a change must last before it is shown. Being live again is shown at once.', '300'],
  showLatency: ['boolean', 'Says in the description how fast the server answers.', 'false'],
  children: ['ReactNode', 'Parts, in place of dot, label and queue.'],
}

export const chatProps: PropTable<ChatPanelProps> = {
  conversation: ['string', 'Reads and writes this conversation of the provider. Without it the chat is fed by props.'],
  conversationOptions: ['ConversationOptions', 'Kind, input, and what your own database holds; with `conversation`.'],
  messages: ['readonly ChatMessage[]', 'Oldest first. A message that did not change is the same object.'],
  status: ['ConnectionStatus', 'Only words and looks depend on it: writing is always possible.'],
  busy: ['boolean', 'A reply is under way.', 'told from the messages'],
  hasOlder: ['boolean', 'There are earlier messages to load.', 'false'],
  tasks: ['readonly TaskView[]', 'For message parts of the type `task`.'],
  onSend: ['(draft: Draft) => void', 'A message was written.'],
  onRetry: ['(messageId: string) => void', 'Send it again under its id, or ask for another reply.'],
  onStop: ['(messageId: string) => void', 'End the reply under way.'],
  onDiscard: ['(messageId: string) => void', 'Drop a message that was not sent.'],
  onLoadOlder: ['() => void | Promise<void>', 'While its promise is pending the button says so.'],
  onFiles: ["(files, from: 'drop' | 'paste') => void", 'Without it both do what the browser does.'],
  draft: ['string', 'The text being written, controlled.'],
  defaultDraft: ['string', 'The text to begin with.', "''"],
  onDraftChange: ['(text: string) => void', 'With every change of the text.'],
  draftKey: ['string', 'Names the draft kept over a reload.', 'the conversation'],
  draftUser: [
    'string | null',
    'Whose draft it is: another starts empty, and the former one’s is forgotten. null: not known, so nothing is kept.',
    'the provider’s user',
  ],
  draftStorage: ['DraftStorage | null', 'Where it is kept; null keeps nothing.', 'sessionStorage'],
  attachments: ['readonly unknown[]', 'Sent along with the text; with them an empty text can be sent.'],
  maxLength: ['number', 'Of the text; what is left is shown near the end.'],
  sendWhileOffline: ["'queue' | 'block'", 'Send now and it goes out later, or keep the draft until connected.', "'queue'"],
  submitKey: ["'enter' | 'mod+enter'", 'Which key sends. A touch keyboard’s Enter is a new line.', "'enter'"],
  renderMessage: ['(message) => ReactNode', 'The content of one message; undefined keeps the default.'],
  components: ['{ Message, Markdown, Avatar, Task }', 'Components of your own for a whole row, a text, a picture, a task.'],
  spokenCharacters: ['number', 'A longer reply is said to be complete, and not read aloud.', '280'],
  announce: ["'boundary' | 'final' | 'off'", 'Beginning and end of a reply, its end, or nothing. Never tokens.', "'boundary'"],
  virtualize: ["'auto' | boolean", 'Only rows near the view stand in the page; `auto` from 200 on.', "'auto'"],
  emptyState: ['ReactNode', 'Shown while there is no message.'],
  suggestions: ['readonly string[] | ReactNode', 'Texts that are sent when chosen, or anything else.'],
  composerAbove: ['ReactNode', 'Above the text, inside the composer: attachments.'],
  composerStart: ['ReactNode', 'Before the text: a button that picks files.'],
  composerEnd: ['ReactNode', 'After the text.'],
  children: ['ReactNode', 'Parts, in place of the whole.'],
}

export const taskListProps: PropTable<TaskListProps> = {
  tasks: ['readonly Task[]', 'The provider’s when not given, and then cancel and retry are the provider’s too.'],
  filter: ['(task) => boolean', 'Which are shown.'],
  limit: ['number', 'At most this many, newest first.', '20'],
  titleOf: ['(task) => string', 'What a task is called.', 'its kind'],
  renderTask: ['(task) => ReactNode', 'Shows one task instead of `TaskList.Item`.'],
  renderResult: ['(task) => ReactNode', 'What a task led to: a link, a table.'],
  onCancel: ['(task) => void', 'Without it there is no such button.'],
  onRetry: ['(task) => void', 'Asks for a new task of the same kind and input.'],
  announce,
  children: ['ReactNode', 'In place of the words for an empty list.'],
}

export const bellProps: PropTable<NotificationBellProps> = {
  notifications: ['readonly TaskNotification[]', 'Newest first; the provider’s when not given.'],
  unread: ['number', 'How many are unseen.', 'counted'],
  kinds: ['readonly string[]', 'Which kinds are listed; of a provider’s.'],
  filter: ['(notification) => boolean', 'Which are listed; of a provider’s.'],
  limit: ['number', 'At most this many are listed; of a provider’s.', '50'],
  open: ['boolean', 'Controlled.'],
  defaultOpen: ['boolean', 'As it begins.', 'false'],
  onOpen: ['() => void', 'It opened.'],
  onOpenChange: ['(isOpen: boolean) => void', 'It opened or closed.'],
  seen: ["'auto' | 'manual'", 'Opening marks all as seen, or a button does.', "'auto'"],
  onMarkSeen: ['() => void', 'All were seen.'],
  onDismiss: ['(id: string) => void', 'One was waved away. Without it there is no such button.'],
  onSelect: ['(notification) => void', 'With it each notification is a button.'],
  renderNotification: ['(notification) => ReactNode', 'Shows one instead of `NotificationBell.Item`.'],
  max: ['number', 'The badge shows at most this number, with a plus.', '99'],
  align: ["'start' | 'end'", 'Which edge of the bell the list keeps to.', "'end'"],
  announce,
  children: ['ReactNode', 'Parts, in place of the whole.'],
}
