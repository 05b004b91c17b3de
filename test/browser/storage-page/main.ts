// A page that keeps what it holds, and shares its socket if it is told to: the client with IndexedDB, in the hands of the test.
import { createResilientSocket, type ResilientSocket } from '../../../src/client/index.ts'
import { indexedDbStorage } from '../../../src/client/storage/index.ts'

declare global {
  interface Window {
    kept: ResilientSocket
  }
}

const query = new URLSearchParams(location.search)

window.kept = createResilientSocket({
  url: query.get('socket') ?? '',
  identity: query.has('signedOut') ? null : (query.get('user') ?? undefined),
  getToken: () => query.get('user') ?? 'ana',
  storage: indexedDbStorage(),
  tabs: query.get('tabs') === 'share' ? 'share' : 'each',
})
window.kept.connect()
