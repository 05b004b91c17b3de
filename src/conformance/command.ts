// From the words of a command line to what it prints and the code it exits with.
import { wishOf } from './command-line.ts'
import { helpText } from './help.ts'
import { jsonOf, tableOf } from './report.ts'
import { conform, exitCodeOf } from './run.ts'
import type { Shell, World } from './world.ts'

export async function runCommand(shell: Shell, world: World): Promise<void> {
  const wish = wishOf(shell.arguments, shell.environment)
  if (wish.wish === 'help') {
    shell.print(helpText())
    return shell.exit(0)
  }
  if (wish.wish === 'mistake') {
    shell.complain(`${wish.message}\nnpx resilient-socket conformance --help says more.`)
    return shell.exit(2)
  }
  const outcome = await conform(wish.options, world)
  const report = wish.form === 'json' ? jsonOf(outcome, wish.options) : tableOf(outcome, wish.options)
  if ('unreachable' in outcome && wish.form === 'table') shell.complain(report)
  else shell.print(report)
  shell.exit(exitCodeOf(outcome))
}
