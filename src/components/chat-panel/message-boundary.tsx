// One message that cannot be shown must not take the conversation with it.
'use client'
import { Component, type ReactNode } from 'react'
import type { ChatMessage } from '../../core/model.ts'
import type { BrokenMessageData } from './data-attributes.ts'

interface BoundaryProps {
  readonly message: ChatMessage
  readonly fallback: string
  readonly children: ReactNode
}

interface BoundaryState {
  readonly isBroken: boolean
  /** A newer version of a broken message is tried again. */
  readonly message: ChatMessage
}

export class MessageBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { isBroken: false, message: this.props.message }

  static getDerivedStateFromProps({ message }: BoundaryProps, state: BoundaryState): BoundaryState {
    return { isBroken: state.isBroken && state.message === message, message }
  }

  static getDerivedStateFromError(): Partial<BoundaryState> {
    return { isBroken: true }
  }

  override render(): ReactNode {
    const { message, fallback, children } = this.props
    if (!this.state.isBroken) return children
    const data: BrokenMessageData = { 'data-role': message.role, 'data-broken': '' }
    return (
      <article data-rs="chat-message" {...data} tabIndex={-1}>
        <p data-rs="chat-broken">{fallback}</p>
      </article>
    )
  }
}
