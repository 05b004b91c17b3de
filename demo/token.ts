// Demo tokens: `user.expiresAt.signature`, signed with a secret that lies beside the database. Small, and real: nobody can name another user.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { TOKEN } from './limits.ts'

export interface TokenClaims {
  readonly user: string
  /** Epoch ms. */
  readonly expiresAt: number
}

/** Made once, readable by its owner alone. */
export function secretBeside(database: string): string {
  const path = `${database}.secret`
  if (!existsSync(path)) {
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
    chmodSync(path, 0o600)
  }
  return readFileSync(path, 'utf8').trim()
}

export const newUser = (): string => `visitor-${randomBytes(6).toString('hex')}`

export function signToken(secret: string, user: string, now: number): string {
  const claims = `${user}.${now + TOKEN.lifeMs}`
  return `${claims}.${signatureOf(secret, claims)}`
}

/** null: not signed by us. An expired token is returned too, for its reader to judge. */
export function readToken(secret: string, token: string): TokenClaims | null {
  const [user, expires, signature, ...rest] = token.split('.')
  if (user === undefined || expires === undefined || signature === undefined || rest.length > 0) return null
  const given = Buffer.from(signature)
  const right = Buffer.from(signatureOf(secret, `${user}.${expires}`))
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  return { user, expiresAt: Number(expires) }
}

/** A token in force. */
export function acceptToken(secret: string, token: string, now: number): TokenClaims | null {
  const claims = readToken(secret, token)
  return claims !== null && claims.expiresAt > now ? claims : null
}

/** The user whom an old token still proves, so that a returning visitor keeps their tasks. */
export function renewableUser(secret: string, token: string, now: number): string | null {
  const claims = readToken(secret, token)
  return claims !== null && claims.expiresAt + TOKEN.renewMs > now ? claims.user : null
}

const signatureOf = (secret: string, claims: string): string => createHmac('sha256', secret).update(claims).digest('base64url')
