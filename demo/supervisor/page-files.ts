// The page, built for production and kept in memory: nothing on disk to go stale, and several demos may start at once.
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

interface PageFile {
  readonly type: string
  readonly body: Uint8Array
}

/** By path, as `/index.html`. */
export type PageFiles = ReadonlyMap<string, PageFile>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

export async function buildPage(): Promise<PageFiles> {
  const root = fileURLToPath(new URL('../page', import.meta.url))
  const built = await build({
    configFile: false,
    root,
    plugins: [react()],
    logLevel: 'warn',
    build: { write: false, modulePreload: { polyfill: false } },
  })
  const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : []
  const files = outputs.flatMap(({ output }) => output)
  return new Map(files.map(file => [`/${file.fileName}`, pageFile(file.fileName, file.type === 'chunk' ? file.code : file.source)]))
}

function pageFile(name: string, source: string | Uint8Array): PageFile {
  return {
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    body: typeof source === 'string' ? new TextEncoder().encode(source) : source,
  }
}
