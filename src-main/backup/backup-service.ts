import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Backup } from '../../src-shared/backup.ts'
import type { Instant } from '../../src-shared/business-day.ts'
import { Refusal } from '../../src-shared/failure.ts'
import { copyShopFile, isSoundShop } from '../db/copy.ts'
import { releaseClosedFiles } from '../db/raw-connection.ts'
import { lockFolder, shopFile } from '../db/shop-file.ts'
import type { Clock } from '../ports.ts'
import { backupsToKeep } from './retention.ts'

/** Copies of the data file. Works on files alone, so that it also works when the data file does not open. */
export interface BackupService {
  /**
   * Copies the data file, checks the copy, then lets go of copies that the rule no longer keeps. Refusal `backup.damaged`.
   * A copy with a damaged row in it says so (`verified` is false) and takes no other one's place.
   */
  make(reason: Backup['reason']): Promise<Backup>
  /** Newest first. */
  list(): Promise<readonly Backup[]>
  /**
   * Puts a copy in the place of the data file, which is kept aside in `aside/` with its log. The database must be closed;
   * whoever calls opens it afterwards. Refusals: `backup.not-found`, `backup.damaged`, `startup.in-use`.
   */
  restore(id: string): Promise<void>
}

const NAME =
  /^shop-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z-(manual|migration|import|restore|daily)(-unsound)?\.sqlite$/
const reasons: readonly Backup['reason'][] = ['manual', 'migration', 'import', 'restore', 'daily']

/** Backups in the folder `backups` beside the data file. */
export function createBackupService({
  dataDir,
  clock,
}: {
  readonly dataDir: string
  readonly clock: Clock
}): BackupService {
  const folder = path.join(dataDir, 'backups')
  const list = () => Promise.resolve(listFolder(folder))

  return {
    list,
    async make(reason) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const id = freeName(folder, clock.now(), reason)
      const outcome = await copyShopFile(shopFile(dataDir), path.join(folder, id))
      if (outcome === 'damaged') throw new Refusal('backup.damaged', { id })
      if (outcome === 'rows-damaged') return keepUnsound(folder, id)
      const all = listFolder(folder).filter((backup) => backup.verified)
      const kept = backupsToKeep(all, clock.now())
      // The copy just made is never let go, even when the machine's clock was set back.
      for (const backup of all.filter((one) => one.id !== id && !kept.has(one.id))) letGo(path.join(folder, backup.id))
      const made = all.find((backup) => backup.id === id)
      if (made === undefined) throw new Error('The backup just made is not in its folder')
      return made
    },
    async restore(id) {
      const backup = (await list()).find((one) => one.id === id)
      if (backup === undefined) throw new Refusal('backup.not-found', { id })
      const release = lockFolder(dataDir)
      try {
        await putInPlace(dataDir, path.join(folder, id), clock.now())
      } finally {
        release()
      }
    },
  }
}

/** The copy is checked and complete beside the data file before that one is moved away. */
async function putInPlace(dataDir: string, copy: string, now: Instant): Promise<void> {
  await releaseClosedFiles()
  const file = shopFile(dataDir)
  const incoming = `${file}.incoming`
  rmSync(incoming, { force: true })
  copyFileSync(copy, incoming)
  if (!isSoundShop(incoming)) {
    rmSync(incoming, { force: true })
    throw new Refusal('backup.damaged', { id: path.basename(copy) })
  }
  const aside = path.join(dataDir, 'aside')
  mkdirSync(aside, { recursive: true, mode: 0o700 })
  const name = `shop-${compact(now)}`
  // The log first: a data file alone is complete up to its last checkpoint, a log alone would spoil the new file.
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, path.join(aside, `${name}.sqlite${suffix}`))
  }
  renameSync(incoming, file)
}

/** The older copies may be the last ones without the damage: none of them is let go for this one. */
function keepUnsound(folder: string, id: string): Backup {
  const marked = id.replace('.sqlite', '-unsound.sqlite')
  renameSync(path.join(folder, id), path.join(folder, marked))
  const made = listFolder(folder).find((backup) => backup.id === marked)
  if (made === undefined) throw new Error('The backup just made is not in its folder')
  return made
}

/** A copy that cannot be removed now (a virus scanner reads it) is let go the next time. */
function letGo(file: string): void {
  try {
    rmSync(file)
  } catch {
    // The copy that was asked for is there; that is what counts.
  }
}

function listFolder(folder: string): readonly Backup[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return []
  return readdirSync(folder)
    .flatMap((id) => {
      const found = NAME.exec(id)
      const reason = reasons.find((one) => one === found?.[8])
      if (found === null || reason === undefined) return []
      const [year, month, day, hour, minute, second, ms] = found.slice(1, 8).map(Number)
      const madeAt = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second, ms)
      // A copy gets its name only after it was checked; the name says when rows in it did not pass.
      return [{ id, madeAt, reason, sizeBytes: statSync(path.join(folder, id)).size, verified: found[9] === undefined }]
    })
    .sort((a, b) => b.madeAt - a.madeAt)
}

/** Two copies within one millisecond get neighbouring names. */
function freeName(folder: string, now: Instant, reason: Backup['reason']): string {
  const id = `shop-${compact(now)}-${reason}.sqlite`
  return existsSync(path.join(folder, id)) ? freeName(folder, now + 1, reason) : id
}

/** `20261123T010000000Z`: a time that file systems allow in a name. */
function compact(at: Instant): string {
  return new Date(at).toISOString().replace(/[-:.]/g, '')
}
