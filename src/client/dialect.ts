// What a dialect is to the client: it stands between the machine, which speaks protocol v1, and a server that does not (PLAIN1).
import type { MachineEvent } from '../core/events.ts'
import type { Choices } from '../core/settings.ts'
import type { KeptPage } from './keeper.ts'
import type { SocketOptions } from './types.ts'
import type { World } from './world.ts'

/** How a page talks with a server that does not speak `resilient-socket.v1`. Make one with `resilient-socket/dialects`; one may serve several sockets. */
export interface Dialect {
  /** What it asks of the client; of the outbox only where the options say nothing. */
  readonly choices: Pick<Choices, 'hedge' | 'patienceMs' | 'resend' | 'outbox'>
  readonly attach: (page: DialectPage) => DialectLine
}

/** The page that speaks it, as far as a dialect needs it. */
export interface DialectPage extends KeptPage {
  /** Runs now, or once the event that is being handled is: the state is then all that was told. */
  readonly whenStill: (act: () => void) => void
  /** Another tab leads: it asks and polls, and this page hears of it. */
  readonly isFollowing: () => boolean
  /** Hears what the application's functions throw. */
  readonly report: (error: unknown) => void
}

/** One page's line to its server. It outlives sockets. */
export interface DialectLine {
  /** The page's own, whose sockets speak v1 to the machine. */
  readonly world: World
  /** The machine's state is another now. */
  readonly moved: (event: MachineEvent) => void
}

/** Without a dialect the machine's own frames are what the socket carries. */
export const lineOf = (dialect: Dialect | undefined, page: DialectPage): DialectLine =>
  dialect?.attach(page) ?? { world: page.world, moved: () => {} }

/** What the options choose, and what the dialect asks for. */
export const choicesOf = (options: SocketOptions, client: string): Choices => {
  const { choices } = options.dialect ?? {}
  const outbox = { ...choices?.outbox, ...options.outbox }
  return { ...options, ...choices, outbox, client, hasToken: options.getToken !== undefined }
}
