// A process of its own that appends to a sqlite store until it is killed. It says on stdout what the store acknowledged.
import { argv, stdout } from 'node:process'
import { sqliteStore } from '../../src/server/sqlite/index.ts'

const [, , path = '', user = 'ada', most = 'Infinity'] = argv
const store = sqliteStore(path)
for (let number = 1; number <= Number(most); number++) {
  const { offset, mark } = await store.append(user, [{ type: 'app.tick', data: number }])
  stdout.write(`${JSON.stringify({ offset, mark, number })}\n`)
}
await store.close()
