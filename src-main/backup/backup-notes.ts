import type { Backup } from '../../src-shared/backup.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Database } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import type { BackupService } from './backup-service.ts'

/** Copies that leave their line in the history. */
export interface BackupNotes {
  noteBackup(kind: 'backup.made' | 'backup.restored', file: string): Promise<void>
  makeBackup(reason: Backup['reason']): Promise<Backup>
}

interface BackupNoteParts {
  readonly db: Database
  readonly audit: Audit
  readonly clock: Clock
  readonly backups: BackupService
  readonly operator: Operator
}

/** Makes copies in the name of `operator`, and writes down that one was made or put in the place of the data file. */
export function createBackupNotes({ db, audit, clock, backups, operator }: BackupNoteParts): BackupNotes {
  const noteBackup: BackupNotes['noteBackup'] = (kind, file) =>
    db.write((trx) => audit.append(trx, { at: clock.now(), kind, operator, details: { file } }))
  return {
    noteBackup,
    async makeBackup(reason) {
      const made = await backups.make(reason)
      await noteBackup('backup.made', made.id)
      return made
    },
  }
}
