// Who the page is for: a visitor whom the supervisor signed in, and who stays the same across visits.
import { ask, socketUrlAt, storedToken, storeToken } from './page-world.ts'

export interface Visitor {
  readonly user: string
  readonly socketUrl: string
  /** A fresh token for the same visitor; null when the supervisor no longer knows them. */
  readonly getToken: () => Promise<string | null>
}

export async function signIn(): Promise<Visitor> {
  const { user, socketPort } = await askForToken()
  const getToken = async () => {
    const answer = await askForToken()
    return answer.user === user ? answer.token : null
  }
  return { user, socketUrl: socketUrlAt(socketPort), getToken }
}

interface SignedIn {
  readonly user: string
  readonly token: string
  readonly socketPort: number
}

async function askForToken(): Promise<SignedIn> {
  const answer = await ask('sign-in', { token: storedToken() })
  if (!isSignedIn(answer))
    throw new Error('The demo signed nobody in, so there is nobody to talk to. Is an older one still running? Restart it.')
  storeToken(answer.token)
  return answer
}

function isSignedIn(value: unknown): value is SignedIn {
  return typeof value === 'object' && value !== null && 'user' in value && 'token' in value && 'socketPort' in value
}
