// The servers that people run a FastAPI app on, each tried with the same tests.
import type { Need } from './tools.ts'

export const FLAVOURS = ['uvicorn + websockets', 'uvicorn + wsproto', 'hypercorn'] as const
export type Flavour = (typeof FLAVOURS)[number]

export const flavourNeeds: readonly Need[] = ['fastapi', 'uvicorn', 'websockets', 'wsproto', 'hypercorn'].map(python => ({ python }))
