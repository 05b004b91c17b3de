// `npm run simulate -- --seeds N [--from S] [--seed X]`: plays many stories, or one of them aloud.
import { simulate, tell, summary } from '../src/testing/index.ts'
