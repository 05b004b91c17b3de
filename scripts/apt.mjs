// Debian's packages, installed by root or with sudo where nobody needs to be asked. Any Node from 18.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', '-y', '-qq']

/** True if apt said that they are installed; false where there is no apt, or nobody may run it. */
export function aptInstall(packages) {
  const root = asRoot()
  if (root === null || !existsSync('/etc/debian_version')) return false
  const apt = (...args) => run([...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...options, ...args], { seconds: 900 })
  apt('update')
  return apt('install', '--no-install-recommends', ...packages)
}

/** The words to put before a command so that root runs it; null where nobody can. */
function asRoot() {
  if (process.getuid?.() === 0) return []
  return run(['sudo', '-n', 'true'], { seconds: 10, quiet: true }) ? ['sudo', '-n'] : null
}

/** Runs a command to its end; true if it succeeded in time. Its output goes to stderr, or nowhere. */
export function run([command, ...args], { seconds, quiet = false }) {
  const output = quiet ? 'ignore' : process.stderr
  const { status } = spawnSync(command, args, { stdio: ['ignore', output, output], timeout: seconds * 1000, killSignal: 'SIGKILL' })
  return status === 0
}
