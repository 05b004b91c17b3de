// What the kit asks of the machine it runs on: sockets, HTTP, a clock, chance and the command line.

/** One socket, as the world opens it. */
export interface Wire {
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(code: number): void
}

export interface Ears {
  opened(protocol: string): void
  heard(message: { readonly text: string; readonly bytes: number; readonly form: 'text' | 'binary' }): void
  /** Once, also where it never opened. `why` is what the machine says of a socket that failed. */
  closed(code: number, why: string): void
}

export interface Ask {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly timeoutMs: number
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface World {
  /** A clock that only goes forward, ms. */
  now(): number
  /** Wakes once, unless cancelled. */
  after(ms: number, wake: () => void): () => void
  /** A random id of the wire. */
  id(): string
  open(place: { readonly url: string; readonly origin: string }, ears: Ears): Wire
  /** null: no answer. */
  ask(request: Ask): Promise<Answer | null>
}

/** The process around the command line. */
export interface Shell {
  readonly arguments: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  print(text: string): void
  complain(text: string): void
  exit(code: number): void
}
