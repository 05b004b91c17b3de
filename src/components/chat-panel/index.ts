// The chat's public names.
export { ChatPanel, type ChatPanelParts, type ChatPanelProps, type ChatPanelSlots } from './chat-panel.tsx'
export type { AnnounceMode } from './announcements.ts'
export type { ComposerState } from './composer.tsx'
export type {
  ChatMessageData,
  ChatRootData,
  ChatViewportData,
  ComposerData,
  ListRowData,
  ScrollToLatestData,
  TaskProgressData,
} from './data-attributes.ts'
export { forgetDrafts } from './draft-store.ts'
export type { DraftStorage } from './kept-drafts.ts'
export type { Virtualize } from './list-mode.ts'
export type { MessageState } from './message.tsx'
export type { ChatRootProps, ChatState } from './root.tsx'
export type { SubmitKey } from './submit-key.ts'
export type { ChatCallbacks, ChatComponents, ChatData, ChatDraft, ChatLook, ChatProps, TaskView } from './types.ts'
