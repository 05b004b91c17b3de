#!/usr/bin/env node
// The command `resilient-socket conformance`.
import { runCommand } from './command.ts'
import { nodeShell, nodeWorld } from './node-world.ts'

await runCommand(nodeShell(), nodeWorld())
