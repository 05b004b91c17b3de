// What a chat is given: data, callbacks, and what may be replaced.
import type { ComponentType, ReactNode } from 'react'
import type { ChatMessage, ConnectionStatus, Draft, Progress, Task } from '../../core/model.ts'
import type { StringsProp } from '../strings/use-strings.ts'
import type { AnnounceMode } from './announcements.ts'
import type { DraftStorage } from './kept-drafts.ts'
import type { Virtualize } from './list-mode.ts'
import type { SubmitKey } from './submit-key.ts'

/** The part of a task that a chat shows; every `Task` is one. */
export interface TaskView {
  readonly key: string
  readonly kind: string
  readonly status: Task['status']
  readonly progress: Progress | null
}

export interface ChatData {
  /** Oldest first. A message that did not change is the same object. */
  readonly messages: readonly ChatMessage[]
  /** A reply is under way; without it, told from the messages. */
  readonly busy?: boolean | undefined
  readonly hasOlder?: boolean | undefined
  /** Only words and looks depend on it: writing is always possible. */
  readonly status?: ConnectionStatus | undefined
  /** For message parts of the type `task`. */
  readonly tasks?: readonly TaskView[] | undefined
}

export interface ChatCallbacks {
  readonly onSend?: ((draft: Draft) => void) | undefined
  /** Sends a failed message again, or asks for another reply. */
  readonly onRetry?: ((messageId: string) => void) | undefined
  /** Ends the reply under way. */
  readonly onStop?: ((messageId: string) => void) | undefined
  readonly onDiscard?: ((messageId: string) => void) | undefined
  /** While its promise is pending the button says so. */
  readonly onLoadOlder?: (() => void | Promise<void>) | undefined
  /** Files dropped on the panel or pasted into the input; without it both do what the browser does. */
  readonly onFiles?: ((files: readonly File[], from: 'drop' | 'paste') => void) | undefined
}

export interface ChatComponents {
  /** A whole row; build it from `ChatPanel.Message`, so that keys and screen readers still find it. */
  readonly Message?: ComponentType<{ readonly message: ChatMessage }> | undefined
  /** Shows one text part; plain text without it. */
  readonly Markdown?: ComponentType<{ readonly text: string; readonly message: ChatMessage }> | undefined
  readonly Avatar?: ComponentType<{ readonly message: ChatMessage }> | undefined
  readonly Task?: ComponentType<{ readonly task: TaskView; readonly message: ChatMessage }> | undefined
}

export interface ChatDraft {
  readonly draft?: string | undefined
  readonly defaultDraft?: string | undefined
  readonly onDraftChange?: ((text: string) => void) | undefined
  /** Names the draft that is kept over a reload: the conversation's id by default, and without one nothing is kept. `draft` takes its place. */
  readonly draftKey?: string | undefined
  /**
   * Whose draft it is: the provider's user by default. Another user's panel starts empty, and what the former one wrote is forgotten. null: not
   * known yet, or nobody is signed in, so nothing is kept. Fed by props and without it, put the user into `draftKey`.
   */
  readonly draftUser?: string | null | undefined
  /** Where it is kept: the tab's `sessionStorage` by default; null keeps nothing. */
  readonly draftStorage?: DraftStorage | null | undefined
  /** Sent along with the text; with them an empty text can be sent. */
  readonly attachments?: readonly unknown[] | undefined
  readonly maxLength?: number | undefined
  /** `queue`: send now, it goes out later. `block`: keep the draft until connected. */
  readonly sendWhileOffline?: 'queue' | 'block' | undefined
  readonly submitKey?: SubmitKey | undefined
}

export interface ChatLook {
  /** The content of one message; undefined keeps the default. */
  readonly renderMessage?: ((message: ChatMessage) => ReactNode) | undefined
  readonly components?: ChatComponents | undefined
  readonly announce?: AnnounceMode | undefined
  /** A reply of at most so many characters is read aloud; a longer one is said to be complete. 280 by default. */
  readonly spokenCharacters?: number | undefined
  /**
   * `auto`: from 200 messages on only the rows near the view stand in the page. The browser's
   * own search still finds everything: its key puts all rows into the page.
   */
  readonly virtualize?: Virtualize | undefined
  readonly strings?: StringsProp
}

export type ChatProps = ChatData & ChatCallbacks & ChatDraft & ChatLook
