// Demo tokens: only the secret's holder makes one, and an old one still proves who asks for the next.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TOKEN } from '../../demo/limits.ts'
import { acceptToken, newUser, readToken, renewableUser, secretBeside, signToken } from '../../demo/token.ts'

const NOW = 1_000_000
const token = signToken('secret', 'visitor-1', NOW)

describe('a token', () => {
  test('names its user while it is in force', () => {
    expect(acceptToken('secret', token, NOW)).toEqual({ user: 'visitor-1', expiresAt: NOW + TOKEN.lifeMs })
  })

  test('is refused after its end, and still proves its user for renewal', () => {
    const later = NOW + TOKEN.lifeMs
    expect([acceptToken('secret', token, later), renewableUser('secret', token, later)]).toEqual([null, 'visitor-1'])
  })

  test('proves nothing long after its end', () => {
    expect(renewableUser('secret', token, NOW + TOKEN.lifeMs + TOKEN.renewMs)).toBe(null)
  })

  test.each([
    ['another user', token.replace('visitor-1', 'visitor-2')],
    ['another end', token.replace(String(NOW + TOKEN.lifeMs), String(NOW + 2 * TOKEN.lifeMs))],
    ['another secret', signToken('other', 'visitor-1', NOW)],
    ['a cut signature', token.slice(0, -1)],
    ['a further part', `${token}.x`],
    ['nothing', ''],
  ])('with %s is not ours', (_name, forged) => {
    expect(readToken('secret', forged)).toBe(null)
  })

  test('two visitors are two users', () => {
    expect(newUser()).not.toBe(newUser())
  })
})

describe('the secret', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'demo-token-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('is made once beside the database, for its owner alone', () => {
    const db = join(folder, 'demo.db')
    const secret = secretBeside(db)
    expect(secret).toHaveLength(43)
    expect(secretBeside(db)).toBe(secret)
    expect(statSync(`${db}.secret`).mode & 0o077).toBe(0)
  })
})
