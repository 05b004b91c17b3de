// The page of each tab in the tests of tabs: a shared socket (unless `tabs=each`), and a record of what it told its user.
import { createResilientSocket } from '../../src/client/index.ts'

const query = new URLSearchParams(location.search)
const user = query.get('user') ?? ''
const told: string[] = []
const page = { told, tokens: 0, rs: null as unknown }
const socket = createResilientSocket({
  url: '/rs',
  identity: user,
  tabs: query.get('tabs') === 'each' ? 'each' : 'share',
  getToken() {
    page.tokens += 1
    return user
  },
})
page.rs = socket
socket.on('notification', ({ title, kind }) => void (kind === 'notice' && told.push(title ?? '')))
socket.connect()
Object.defineProperties(window, { rs: { value: socket }, told: { value: told }, tokens: { get: () => page.tokens } })
