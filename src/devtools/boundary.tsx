// What breaks in the devtools stays in the devtools: the page goes on, and the corner says what happened.
'use client'
import { Component, type ReactNode } from 'react'
import { Corner, type CornerProps } from './corner.tsx'

interface BoundaryState {
  readonly problem: string | null
}

export class Boundary extends Component<CornerProps, BoundaryState> {
  override readonly state: BoundaryState = { problem: null }

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { problem: error instanceof Error ? error.message : 'What was thrown is no Error.' }
  }

  override render(): ReactNode {
    const { children, position } = this.props
    if (this.state.problem === null) return children
    return (
      <Corner position={position}>
        <button type="button" className="broken" onClick={() => this.setState({ problem: null })}>
          <b>The devtools stopped.</b> {this.state.problem} Press to start them again.
        </button>
      </Corner>
    )
  }
}
