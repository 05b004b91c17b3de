// The table of server × fault × outcome in docs/SERVERS.md, made of what the tests wrote down.
import { FAULTS, type Fault, type Row } from './faults.ts'

const BEGIN = '<!-- table -->'
const END = '<!-- end -->'
const HEAD = `| What happens | Server | A bare \`WebSocket\` | What the server logs | With \`plain\` |
|---|---|---|---|---|`

/** A line for each server and fault, in the order of the faults. */
export function tableOf(rows: readonly Row[]): string {
  const faults = Object.keys(FAULTS).filter(isFault)
  const lines = faults.flatMap(fault => {
    const ofFault = rows.filter(row => row.fault === fault)
    const servers = [...new Set(ofFault.map(({ server }) => server))].toSorted(byRank)
    return servers.map(server =>
      lineOf(
        fault,
        server,
        ofFault.filter(row => row.server === server),
      ),
    )
  })
  return [HEAD, ...lines].join('\n')
}

const isFault = (name: string): name is Fault => Object.hasOwn(FAULTS, name)

/** The seed's own server first. */
const byRank = (one: string, other: string): number => rankOf(one) - rankOf(other) || one.localeCompare(other)
const rankOf = (server: string): number => ['uvicorn + websockets', 'uvicorn + wsproto', 'hypercorn', server].indexOf(server)

function lineOf(fault: Fault, server: string, rows: readonly Row[]): string {
  const [bare, plain] = (['bare', 'plain'] as const).map(client => rows.find(row => row.client === client))
  const cells = [FAULTS[fault], server, outcomeOf(bare), bare?.log === undefined ? '' : logOf(bare.log), outcomeOf(plain)]
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

const outcomeOf = (row: Row | undefined): string => (row === undefined ? 'not tried' : `${row.socket}; ${row.answer}`)

const logOf = (log: string): string => (log === 'nothing' ? log : `\`${log}\``)

/** The document with this table between its marks. Throws where it has none. */
export function withTable(document: string, table: string): string {
  const { before, after } = aroundTable(document)
  return `${before}${BEGIN}\n\n${table}\n\n${END}${after}`
}

export const tableIn = (document: string): string => aroundTable(document).table

function aroundTable(document: string): { readonly before: string; readonly table: string; readonly after: string } {
  const from = document.indexOf(BEGIN)
  const to = document.indexOf(END, from)
  if (from === -1 || to === -1) {
    throw new Error(`docs/SERVERS.md has no ${BEGIN} … ${END}, so there is no place for the table. Put the two where it belongs.`)
  }
  return { before: document.slice(0, from), table: document.slice(from + BEGIN.length, to).trim(), after: document.slice(to + END.length) }
}
