// The connection in a sentence, for the log.
import type { ConnectionStatus, Reason } from '../../src/index.ts'

export type Tone = 'good' | 'busy' | 'bad' | 'quiet'

interface StatusWords {
  readonly tone: Tone
  readonly sentence: string
}

const REASONS: Readonly<Record<Reason, string>> = {
  offline: 'the browser is offline',
  'server-down': 'the server does not answer',
  blocked: 'something blocks the way',
  'signed-out': 'signed out',
  forbidden: 'not allowed',
  revoked: 'access was revoked',
  replaced: 'open in another window',
  incompatible: 'page and server speak different versions',
  'closed-by-user': 'closed by you',
  disabled: 'not wanted',
  'gave-up': 'gave up',
  unknown: 'the link broke',
}

export function statusWords({ state, freshness, reason }: ConnectionStatus): StatusWords {
  const why = reason === null ? '' : `: ${REASONS[reason]}`
  switch (state) {
    case 'connected':
      return connectedWords(freshness)
    case 'connecting':
      return { tone: 'busy', sentence: `Connecting${why}` }
    case 'reconnecting':
      return { tone: 'busy', sentence: `Reconnecting${why}` }
    case 'disconnected':
      return { tone: 'bad', sentence: `Disconnected${why}` }
    case 'idle':
      return { tone: 'quiet', sentence: `Not connected${why}` }
  }
}

function connectedWords(freshness: ConnectionStatus['freshness']): StatusWords {
  switch (freshness) {
    case 'live':
      return { tone: 'good', sentence: 'Live: nothing is missing' }
    case 'catching-up':
      return { tone: 'busy', sentence: 'Connected: catching up' }
    case 'stale':
      return { tone: 'busy', sentence: 'No sign of life from the server' }
  }
}
