// The machine's settings: what a user may choose, with their defaults. Plain values, no callbacks.

export interface Settings {
  /** Who the page says is signed in (AUTH1). `unstated`: commands wait for `welcome.user`. */
  readonly identity: { readonly user: string } | 'unstated' | 'signed-out'
  readonly client: string
  readonly hasToken: boolean
  /** null: never give up. */
  readonly maxAttempts: number | null
  readonly noticeAfterMs: number
  /** A server that keeps one socket a user allows no second beside it (HEDGE3). */
  readonly hedge: 'allowed' | 'never'
  /** How long any answer may take, of a server that lives and yet answers late; null: as the way measures (LIFE2). */
  readonly patienceMs: number | null
  /** A server that knows no command ids must not be given one twice, unless the user asks for it (PLAIN1). */
  readonly resend: 'allowed' | 'never'
  /** null: as the server's welcome says. */
  readonly heartbeat: { readonly idleMs: number | null; readonly activeMs: number | null; readonly probeMs: number }
  readonly backoff: { readonly firstMs: number | null; readonly baseMs: number; readonly capMs: number }
  readonly outbox: {
    readonly maxCount: number
    readonly maxBytes: number
    readonly ttlMs: number
    readonly whenFull: 'reject-new' | 'drop-oldest'
  }
}

export interface Choices {
  readonly client: string
  readonly identity?: string | null | undefined
  readonly hasToken?: boolean
  readonly maxAttempts?: number | undefined
  readonly noticeAfterMs?: number | undefined
  readonly hedge?: Settings['hedge']
  readonly patienceMs?: number
  readonly resend?: Settings['resend']
  readonly heartbeat?: Partial<{ idleMs: number; activeMs: number; probeMs: number }> | undefined
  readonly backoff?: Partial<{ firstMs: number; baseMs: number; capMs: number }> | undefined
  readonly outbox?: Partial<Settings['outbox']> | undefined
}

/** Fills in the defaults. */
export function settingsOf(choices: Choices): Settings {
  const { heartbeat, backoff, outbox, patienceMs = null } = choices
  return {
    identity: identityOf(choices.identity),
    client: choices.client,
    hasToken: choices.hasToken ?? false,
    maxAttempts: choices.maxAttempts ?? null,
    noticeAfterMs: choices.noticeAfterMs ?? 2_000,
    hedge: choices.hedge ?? 'allowed',
    patienceMs,
    resend: choices.resend ?? 'allowed',
    heartbeat: {
      idleMs: heartbeat?.idleMs ?? null,
      activeMs: heartbeat?.activeMs ?? null,
      probeMs: Math.max(heartbeat?.probeMs ?? 2_500, patienceMs ?? 0),
    },
    backoff: { firstMs: backoff?.firstMs ?? null, baseMs: backoff?.baseMs ?? 500, capMs: backoff?.capMs ?? 30_000 },
    outbox: {
      maxCount: outbox?.maxCount ?? 100,
      maxBytes: outbox?.maxBytes ?? 1024 * 1024,
      ttlMs: outbox?.ttlMs ?? 300_000,
      whenFull: outbox?.whenFull ?? 'reject-new',
    },
  }
}

function identityOf(identity: string | null | undefined): Settings['identity'] {
  if (identity === undefined) return 'unstated'
  return identity === null ? 'signed-out' : { user: identity }
}
