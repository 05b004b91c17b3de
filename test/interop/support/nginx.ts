// nginx as a child process with a configuration of its own, in a folder that is gone afterwards.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, start, type Program } from './processes.ts'
import { programPath } from './tools.ts'

export interface Nginx extends AsyncDisposable {
  readonly program: Program
  readonly port: number
}

/** In front of a server on this machine; `location`: more lines for it, as timeouts. Without any, nginx's defaults rule. */
export async function startNginx(target: number, location = ''): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'interop-nginx-'))
  const port = await freePort()
  writeFileSync(join(folder, 'nginx.conf'), configOf({ folder, port, target, location }))
  const program = await start({
    command: programPath('nginx'),
    args: ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')],
    port,
  })
  return {
    program,
    port,
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true })
    },
  }
}

interface Config {
  readonly folder: string
  readonly port: number
  readonly target: number
  readonly location: string
}

/** One process, nothing of the system's: no user to change to, no folder of another. */
const configOf = ({ folder, port, target, location }: Config): string => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 128; }
http {
  access_log off;
  client_body_temp_path ${folder};
  proxy_temp_path ${folder};
  fastcgi_temp_path ${folder};
  uwsgi_temp_path ${folder};
  scgi_temp_path ${folder};
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${target};
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header Host $host;
      ${location}
    }
  }
}
`
