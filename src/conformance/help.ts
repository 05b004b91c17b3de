// What --help prints.
import { keyOf } from './rule.ts'
import { RULES } from './rules/index.ts'

export function helpText(): string {
  return `${USAGE}\nRules (docs/SPEC.md; P1 to P7 and HTTP: docs/PROTOCOL.md)\n${RULES.map(rule => `  ${keyOf(rule).padEnd(27)} ${rule.says}`).join('\n')}`
}

const USAGE = `npx resilient-socket conformance <ws://host/path> [options]

Tries the rules of the protocol resilient-socket.v1 on a server, over the wire alone, and prints which it keeps.
Exit code: 0 every rule that applies is kept · 1 one is not · 2 usage, or no server that welcomes the token.

Run it as users made for it: it submits tasks, marks notifications as seen, and its last rules may begin a new
epoch of the user's log. It never prints a token.

  --token <token>          what hello and Authorization carry; else $RESILIENT_SOCKET_TOKEN
  --second-token <token>   of another user, for isolation and 4508; else $RESILIENT_SOCKET_SECOND_TOKEN
  --http <url> | none      where the HTTP API is (its tasks are at <url>/tasks); default: the place of the socket
  --origin <origin>        what the sockets name as their Origin; default: the host of the socket
  --kind <name>            a kind of task that the server takes; default: echo, if it does
  --input <json>           its input; default: {"text":"The sea 🌊 is wide."}
  --long-input <json>      an input with which a task of the kind runs until it is cancelled
  --op <name>              an op of the application, app.<name>: best one that answers otherwise each time it runs
  --op-data <json>         its data; default: null
  --only <rule,…>          only these: GAP1 is every rule of that id, GAP1.chain is one
  --slow                   also what waits for long: silence (LIFE1) and a reader that acks nothing (SLOW1)
  --timeout <ms>           for each expected answer; default: 5000
  --json                   for programs

What the kind has to do, so that nothing is "not applicable":
  - it takes the input, and the same input with one more field, padding (any JSON, up to 40 kB);
  - with --input it streams a text in one or more chunks and succeeds, all within twice the timeout;
  - with --long-input it runs until it is cancelled, and then ends as cancelled.
Most rules submit tasks under a key that was cancelled before, so that no work is done for them.
`
