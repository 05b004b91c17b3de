// Receipts, claims and tombstones of commands, in memory.
import type { CommandRecords } from '../log/records.ts'
import type { CommandRow } from '../log/rows.ts'

export function memoryCommands(): CommandRecords {
  const byUser = new Map<string, Map<string, CommandRow>>()

  function removeOf(user: string, commands: Map<string, CommandRow>, since: number): void {
    for (const [id, row] of commands) if (row.at < since) commands.delete(id)
    if (commands.size === 0) byUser.delete(user)
  }

  return {
    command: (user, id) => byUser.get(user)?.get(id) ?? null,
    saveCommand(user, row) {
      const commands = byUser.get(user) ?? new Map<string, CommandRow>()
      byUser.set(user, commands.set(row.id, row))
    },
    removeCommands(since) {
      for (const [user, commands] of byUser) removeOf(user, commands, since)
    },
  }
}
