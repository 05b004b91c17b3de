// Receipts, claims and tombstones of commands, as rows of SQLite.
import type { DatabaseSync } from 'node:sqlite'
import type { CommandRecords } from '../log/records.ts'
import type { CommandRow } from '../log/rows.ts'
import { encoded, int, text, textOrNull } from './cells.ts'
import type { Cells } from './cells.ts'

const SAVE = `INSERT INTO commands VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET state = excluded.state, until = excluded.until, receipt = excluded.receipt, at = excluded.at`
const REMOVE = 'DELETE FROM commands WHERE (user, id) IN (SELECT user, id FROM commands WHERE at < ? LIMIT ?)'

export function sqliteCommands(database: DatabaseSync): CommandRecords {
  const command = database.prepare('SELECT * FROM commands WHERE user = ? AND id = ?')
  const save = database.prepare(SAVE)
  const remove = database.prepare(REMOVE)
  return {
    command(user, id) {
      const cells = command.get(encoded(user), id)
      return cells ? commandRow(cells) : null
    },
    saveCommand: (user, { id, state, until, receipt, at }) => void save.run(encoded(user), id, state, until, receipt, at),
    removeCommands: (since, limit) => void remove.run(since, limit),
  }
}

function commandRow(cells: Cells): CommandRow {
  const row = { id: text(cells, 'id'), until: int(cells, 'until'), receipt: textOrNull(cells, 'receipt'), at: int(cells, 'at') }
  return { ...row, state: stateOf(text(cells, 'state')) }
}

function stateOf(cell: string): CommandRow['state'] {
  return cell === 'running' || cell === 'finished' || cell === 'cancelled' ? cell : 'interrupted'
}
