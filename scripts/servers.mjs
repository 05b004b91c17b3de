// Installs the servers and proxies of other people that `test/interop` runs against, where any is missing. Any Node from 18.
import { existsSync } from 'node:fs'
import { aptInstall, run } from './apt.mjs'

const modules = ['fastapi', 'starlette', 'uvicorn', 'websockets', 'wsproto', 'hypercorn']
const programs = ['/usr/sbin/nginx', '/usr/sbin/haproxy', '/usr/sbin/ip', '/usr/sbin/iptables']
const python = ['python3-fastapi', 'python3-starlette', 'uvicorn', 'python3-websockets', 'python3-wsproto', 'python3-hypercorn']
const packages = [...python, 'nginx', 'haproxy', 'iproute2', 'iptables']

const areHere = () =>
  programs.every(program => existsSync(program)) &&
  run(['/usr/bin/python3', '-c', `import ${modules.join(', ')}`], { seconds: 30, quiet: true })

if (!areHere()) {
  console.error(`Servers for the tests are missing: installing them with apt (${packages.join(' ')})`)
  aptInstall(packages)
}
if (!areHere()) {
  console.error(`These must be here for test/interop, and apt did not bring them: ${[...modules, ...programs].join(', ')}.`)
  process.exit(1)
}
