// The store contract over the store in memory.
import { memoryStore } from '../../src/server/memory/index.ts'
import { storeContract } from './store.ts'

storeContract('memory', options => memoryStore(options))
