import type { Backup } from '../../src-shared/backup.ts'
import { dayOf } from '../../src-shared/business-day.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Database } from '../db/database.ts'
import type { Clock, Log } from '../ports.ts'
import type { BackupService } from './backup-service.ts'

export interface BackupNoteParts {
  readonly db: Database
  readonly audit: Audit
  readonly clock: Clock
  readonly backups: BackupService
  readonly operator: Operator
}

/** Copies that leave their line in the history. */
export function createBackupNotes({ db, audit, clock, backups, operator }: BackupNoteParts) {
  const noteBackup = (kind: 'backup.made' | 'backup.restored', file: string): Promise<void> =>
    db.write((trx) => audit.append(trx, { at: clock.now(), kind, operator, details: { file } }))
  const makeBackup = async (reason: Backup['reason']): Promise<Backup> => {
    const made = await backups.make(reason)
    await noteBackup('backup.made', made.id)
    return made
  }
  return { noteBackup, makeBackup }
}

/**
 * One copy on every day on which the program is opened, before anyone works. A copy that does not pass its check means
 * a damaged data file, and the start stops there; a copy that cannot be written (a full disk) does not stop the shop.
 */
export async function backUpDaily(
  backups: BackupService,
  make: BackupService['make'],
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<void> {
  const today = dayOf(clock.now())
  const copies = await backups.list()
  if (copies.some(({ madeAt }) => dayOf(madeAt) === today)) return
  try {
    await make('daily')
  } catch (error) {
    if (error instanceof Refusal && error.failure.code === 'backup.damaged') {
      throw new Refusal('startup.damaged-file', {}, 'restore-backup')
    }
    log.error('backup.daily', { error: String(error) })
  }
}
