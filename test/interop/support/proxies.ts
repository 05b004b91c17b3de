// nginx and haproxy before a server of this machine, each as a program of its own in a folder of its own, by the shortest configuration that passes WebSockets.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, type Program, start } from './processes.ts'
import { programPath } from './tools.ts'

export interface Way {
  /** The server's port. */
  readonly target: number
  /** How long the proxy bears silence; null: as it comes. */
  readonly idleSeconds: number | null
}

export interface RunningProxy extends AsyncDisposable {
  readonly port: number
  /** Reads its configuration anew, as a deploy does: links through the old process end a second later. */
  reload(): void
  /** Ends it at once, and starts another at the same port. */
  restart(): Promise<void>
}

export type StartProxy = (way: Way) => Promise<RunningProxy>

export const startNginx: StartProxy = way =>
  startProxy({ file: 'nginx.conf', text: (port, folder) => nginxText(way, port, folder), command: nginx, reloadBy: 'SIGHUP' })

export const startHaproxy: StartProxy = way =>
  startProxy({ file: 'haproxy.cfg', text: port => haproxyText(way, port), command: haproxy, reloadBy: 'SIGUSR2' })

interface Kind {
  readonly file: string
  readonly text: (port: number, folder: string) => string
  readonly command: (file: string, folder: string) => { readonly command: string; readonly args: readonly string[] }
  readonly reloadBy: NodeJS.Signals
}

async function startProxy({ file, text, command, reloadBy }: Kind): Promise<RunningProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'rs-proxy-'))
  const port = await freePort()
  await writeFile(join(folder, file), text(port, folder))
  const run = (): Promise<Program> => start({ ...command(join(folder, file), folder), port })
  let program = await run()
  return {
    port,
    reload: () => program.signal(reloadBy),
    async restart() {
      program.signal('SIGTERM')
      await program.ended
      program = await run()
    },
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const nginx = (file: string, folder: string) => ({ command: programPath('nginx'), args: ['-c', file, '-p', folder, '-e', 'stderr'] })

const haproxy = (file: string) => ({ command: programPath('haproxy'), args: ['-W', '-f', file] })

const nginxText = ({ target, idleSeconds }: Way, port: number, folder: string): string => `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
worker_shutdown_timeout 1s;
pid ${folder}/nginx.pid;
error_log stderr;
events { worker_connections 256; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(each => `${each}_temp_path ${folder}/${each};`).join(' ')}
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${target};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      ${idleSeconds === null ? '' : `proxy_read_timeout ${idleSeconds}s;`}
    }
  }
}
`

const haproxyText = ({ target, idleSeconds }: Way, port: number): string => `
global
  maxconn 256
  hard-stop-after 1s
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  ${idleSeconds === null ? '' : `timeout tunnel ${idleSeconds}s`}
frontend page
  bind 127.0.0.1:${port}
  default_backend app
backend app
  server one 127.0.0.1:${target}
`
