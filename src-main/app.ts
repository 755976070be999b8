import type { EventMessage, Startup } from '../src-shared/api.ts'
import type { Instant } from '../src-shared/business-day.ts'
import { Refusal, type Failure } from '../src-shared/failure.ts'
import type { Operator } from '../src-shared/operator.ts'
import { createAudit } from './audit/audit-service.ts'
import { backUpDaily, createBackupNotes } from './backup/backup-notes.ts'
import { createBackupService, type BackupService } from './backup/backup-service.ts'
import type { Database } from './db/database.ts'
import { openDatabase } from './db/open.ts'
import { createDeskState, type DeskStateService } from './desk-state.ts'
import { createDispatch, type Dispatch, type Handlers } from './dispatch.ts'
import { createEvents, type EventSink } from './events.ts'
import { createFormParts } from './form-parts.ts'
import { createUploads } from './files/uploads.ts'
import { gatewayHosts } from './gmo/endpoints.ts'
import { createGateway, type Gateway } from './gmo/gateway.ts'
import { createHandlers } from './handlers.ts'
import { createListParts } from './list-parts.ts'
import { createOrderImport } from './orders/order-import.ts'
import { createOrderService } from './orders/order-service.ts'
import type { Log, Ports } from './ports.ts'
import { openMail } from './mail/open-mail.ts'
import { createRecordService, type RecordService } from './records/record-service.ts'
import { openRehearsal } from './rehearsal/open-rehearsal.ts'
import { createProductSearch } from './products/product-service.ts'
import { createSettingsService, type SettingsService } from './settings/settings-service.ts'
import { createScreens } from './screens.ts'
import { storageFailure } from './storage-failure.ts'
import { createGatewayCheck } from './settlement/gateway-check.ts'
import type { SettlementTerms } from './settlement/parts.ts'
import { createSettlementService, type SettlementService } from './settlement/settlement-service.ts'

/** The core as a host sees it. */
export interface App {
  readonly dispatch: Dispatch
  /** Finishes what runs and closes the data file. */
  close(): Promise<void>
}

/** The one operator of this version; people with passwords and roles of their own come with マネージング管理. */
const owner: Operator = { id: 'owner', name: '店主', role: 'owner' }

/** What is open while the data file is. */
interface Desk {
  readonly handlers: Partial<Handlers>
  /** Writes to the history that a copy was made or put in the place of the data file. */
  noteBackup(kind: 'backup.made' | 'backup.restored', id: string): Promise<void>
  readonly records: Pick<RecordService, 'met'>
  close(): Promise<void>
}

/**
 * Builds the program from what the host hands in. Never rejects for a data file that does not open: the door then
 * answers only the start-up calls, and a restored copy opens in its place without a new start of the program.
 */
export async function createApp(ports: Ports, listener: (event: EventMessage) => void): Promise<App> {
  const events = createEvents(listener)
  const backups = createBackupService({ dataDir: ports.dataDir, clock: ports.clock })
  let desk: Desk | null = null
  let failure: Failure | null = null
  let restoring: Promise<void> = Promise.resolve()

  async function open(): Promise<void> {
    try {
      desk = await openDesk(ports, backups, events)
      failure = null
    } catch (error) {
      const expected = error instanceof Refusal ? error.failure : storageFailure(error)
      if (expected === null) throw error
      failure = expected
      ports.log.error('startup', { code: failure.code, ...failure.params })
    }
  }

  async function close(): Promise<void> {
    const closing = desk
    desk = null
    await closing?.close()
  }

  const startup = (): Startup =>
    failure === null ? { state: 'ready' } : { state: 'failed', failure, dataDir: ports.dataDir, version: ports.version }

  const startupHandlers: Pick<Handlers, 'startup.state' | 'startup.backups' | 'startup.restore'> = {
    // Asked once when a window opens, and again by 「もう一度開く」: a folder that was in use may be free by now.
    'startup.state': async () => {
      if (failure !== null) await open()
      return startup()
    },
    'startup.backups': () => backups.list(),
    'startup.restore': async ({ id }) => {
      // Under an open shop too; whatever comes of it, the folder's data file is opened again.
      const restore = () => backups.restore(id)
      restoring = restoring.then(close, close).then(restore).finally(open)
      await restoring
      await desk?.noteBackup('backup.restored', id)
      return startup()
    },
  }

  await open()
  return {
    async dispatch(name, input) {
      const answer = await createDispatch(
        { ...desk?.handlers, ...startupHandlers },
        () => owner,
        ports.log,
      )(name, input)
      if (!answer.ok) desk?.records.met(answer.failure)
      return answer
    },
    close,
  }
}

/**
 * Opens the data file and builds everything on top of it. Refuses with a `startup.*` code when the file does not open;
 * after any failure nothing stays open, so that a copy can be put in its place.
 */
async function openDesk(ports: Ports, backups: BackupService, events: EventSink): Promise<Desk> {
  const db = await openDatabase({
    dataDir: ports.dataDir,
    beforeMigrating: () => backups.make('migration'),
    // Copies without a data file: it was lost, and an empty shop in its place would hide that.
    isExpected: async () => (await backups.list()).length > 0,
  })
  const closing: Closing = [() => db.close()]
  try {
    return await buildDesk({ ports, db, backups, events, closing })
  } catch (error) {
    await closeAll(closing)
    throw error
  }
}

/** What has to be closed, in the order in which it was opened. */
type Closing = (() => Promise<void>)[]

async function closeAll(closing: Closing): Promise<void> {
  for (const close of closing.reverse()) await close()
}

interface DeskParts {
  readonly ports: Ports
  readonly db: Database
  readonly backups: BackupService
  readonly events: EventSink
  readonly closing: Closing
}

async function buildDesk({ ports, db, backups, events, closing }: DeskParts): Promise<Desk> {
  const { clock, dataDir, log, rehearsal } = ports
  const background = inBackground(log)
  if (ports.mode === 'rehearsal' && rehearsal === null) {
    throw new Refusal('startup.practice-gateway', { folder: dataDir }, 'choose-folder')
  }
  const audit = createAudit(db)
  const settings = createSettingsService({ ...ports, db, audit })
  const orders = createOrderService({ db, clock, audit, moneySettings: async () => (await settings.shop()).money })
  const uploads = createUploads({ dataDir })
  const imports = createOrderImport({ orders, uploads, db, backups })
  const gateway = connectGateway(ports, settings, (outcome, gatewayAt) => {
    state.exchanged(outcome, gatewayAt)
  })
  const state = createDeskState({
    ...{ ports, operator: owner, events },
    shopName: async () => (await settings.shop()).shopName,
    counts: () => settlement.counts(),
    damage: () => records.damage(),
  })
  const changed = (ids: readonly number[] = []): void => {
    events.send('orders.changed', { ids })
    state.publish()
  }
  const settlement = await createSettlementService({
    ...{ db, orders, audit, gateway, clock, log, dataDir },
    events: countedAnew(events, state),
    terms: () => termsOf(settings),
    sweepSchedule: () => settings.sweepSchedule(),
    swept: () => changed(),
  })
  closing.push(() => closeSettlement(settlement, gateway))
  const { safeguards } = settlement
  const records = createRecordService({ db, audit, orders, safeguards, clock, log, found: () => state.publish() })
  const mail = await openMail({
    ...{ ports, db, audit, events, orders, settings, changed, closing },
    paymentLink: (orderId) => settlement.links.addresses(orderId),
  })
  const { noteBackup, makeBackup } = createBackupNotes({ db, audit, clock, backups, operator: owner })
  const subjects = { records, settings, settlement, checkGateway: createGatewayCheck(gateway), ...mail }
  const services = {
    ...{ orders, imports, uploads, products: createProductSearch(db) },
    ...createScreens({ db, clock, audit, events, orders }),
    ...createListParts({ db, clock, audit }),
    ...createFormParts({ db, clock, audit }),
    backups: { ...backups, make: makeBackup },
    ...subjects,
    state: state.read,
    practiceOrigin: rehearsal === null ? null : new URL(rehearsal.url).origin,
    background,
    changed,
  }
  if (rehearsal !== null)
    await openRehearsal({ db, clock, orders, settings, settlement, rehearsal, background, changed, operator: owner })
  await backUpDaily(backups, makeBackup, ports)
  closing.push(() => records.stop())
  closing.push(() => state.close())
  background(records.scan())
  return { handlers: createHandlers(services), noteBackup, records, close: () => closeAll(closing) }
}

/** What changes an order in the background may also change what the frame counts (要確認, 未連携). */
function countedAnew(events: EventSink, state: DeskStateService): EventSink {
  return {
    send(name, payload) {
      events.send(name, payload)
      if (name === 'orders.changed') state.publish()
    },
  }
}

/** Takes work that nobody waits for; what goes wrong in it is logged and ends nothing. */
function inBackground(log: Log) {
  return (work: Promise<unknown>): void => {
    work.catch((error: unknown) => {
      log.error('background', { error: String(error) })
    })
  }
}

async function termsOf(settings: SettingsService): Promise<SettlementTerms> {
  const contract = await settings.contract()
  return { ...contract, cancelRules: contract }
}

/** Stops asking, cuts what waits for the gateway short, and lets what came of it be written. */
async function closeSettlement(settlement: SettlementService, gateway: Gateway): Promise<void> {
  const stopped = settlement.close()
  gateway.close()
  await stopped
}

/** The gateway's client for this shop, with its exchanges in the log. */
function connectGateway(
  ports: Ports,
  settings: SettingsService,
  exchanged: (outcome: string, at?: Instant) => void,
): Gateway {
  return createGateway({
    baseUrl: gatewayAddress(ports),
    now: () => ports.clock.now(),
    async credentials() {
      const [{ shopId }, shopPass] = [await settings.contract(), await settings.gatewayPass()]
      if (shopPass !== null) ports.redactor.add(shopPass)
      return { shopId, shopPass: shopPass ?? '' }
    },
    onExchange({ endpoint, gatewayOrderId, milliseconds, outcome, reason, codes, gatewayAt }) {
      ports.log.info('gateway', { endpoint, gatewayOrderId, milliseconds, outcome, reason, codes: codes.join('|') })
      // What the desk itself held back says nothing about the network.
      if (reason !== 'withheld') exchanged(outcome, gatewayAt)
    },
  })
}

/** The one address this shop's mode allows. */
function gatewayAddress({ mode, rehearsal }: Ports): string {
  if (mode === 'production') return gatewayHosts.production
  if (mode === 'test') return gatewayHosts.test
  if (rehearsal === null) throw new Error('rehearsal mode without its gateway is refused before this is asked')
  return rehearsal.url
}
