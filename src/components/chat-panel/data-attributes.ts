// The data attributes of the chat's parts: what a style sheet may rely on.
import type { BannerKind } from '../../core/banner.ts'
import type { ChatMessage, MessageStatus } from '../../core/model.ts'
import type { TaskView } from './types.ts'

/** On `Root`, `[data-rs="chat"]`. */
export interface ChatRootData {
  /** The state of the connection; absent when it is not known. */
  readonly 'data-status': string | null
  readonly 'data-empty': boolean
  /** Files are being dragged over the panel. */
  readonly 'data-dragging': boolean
}

/** On `Viewport`, `[data-rs="chat-viewport"]`. */
export interface ChatViewportData {
  /** The end is in view, and new text keeps it there. */
  readonly 'data-at-end': boolean
  /** Present while the reader scrolls. */
  readonly 'data-scrolling': boolean
  /** Only the rows near the view stand in the page. */
  readonly 'data-virtualized': boolean
}

/** On each row of the list, `[data-rs="chat-row"]`, which holds a message and the separators above it. */
export interface ListRowData {
  readonly 'data-index': number
  readonly 'data-row': ChatMessage['role']
  readonly 'data-first-in-group': '' | undefined
  readonly 'data-last': '' | undefined
}

/** On `Message`, `[data-rs="chat-message"]`. */
export interface ChatMessageData {
  readonly 'data-role': ChatMessage['role']
  readonly 'data-status': MessageStatus
  readonly 'data-own': boolean
  readonly 'data-streaming': boolean
  readonly 'data-failed': boolean
  readonly 'data-index': number
  readonly 'data-first-in-group': boolean
}

/** On `MessageStatus`, `[data-rs="chat-message-status"]`. */
export interface MessageStatusData {
  readonly 'data-status': MessageStatus
}

/** On what stands in place of a message that cannot be shown, `[data-rs="chat-message"]`. */
export interface BrokenMessageData {
  readonly 'data-role': ChatMessage['role']
  readonly 'data-broken': ''
}

/** On `CopyButton`, `[data-rs="chat-action"]`. */
export interface CopyButtonData {
  /** Present for a moment after it was copied. */
  readonly 'data-done': boolean
}

/** On `ConnectionSlot`, `[data-rs="chat-connection"]`: what the banner would say. */
export interface ConnectionSlotData {
  readonly 'data-status': BannerKind | null
}

/** On the frame around `Input`, `[data-rs="chat-input-frame"]`: the beginning of the text, by which the field grows. */
export interface InputFrameData {
  readonly 'data-value': string
}

/** On `CharactersLeft`, `[data-rs="chat-count"]`: present when no more may be written. */
export interface CharactersLeftData {
  readonly 'data-full': boolean
}

/** On `TaskProgress`, `[data-rs="chat-task"]`. */
export interface TaskProgressData {
  readonly 'data-state': TaskView['status']
  readonly 'data-indeterminate': boolean
  /** The link is not live, so nothing moves. */
  readonly 'data-stale': boolean
}

/** On `Composer`, `[data-rs="chat-composer"]`. */
export interface ComposerData {
  readonly 'data-offline': boolean
  /** A reply is under way. */
  readonly 'data-pending': boolean
  readonly 'data-empty': boolean
}

/** On `ScrollToLatest`, `[data-rs="chat-latest"]`: how many came while the reader was further up; absent for none. */
export interface ScrollToLatestData {
  readonly 'data-unread': number | null
}

/** Custom properties: read `--rs-chat-gap --rs-chat-max-inline-size --rs-bubble-bg --rs-composer-max-block-size`; set by `Root`: */
export const UNREAD_PROPERTY = '--rs-unread-count'
