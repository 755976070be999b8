import type { DeskState } from '../src-shared/api.ts'
import { roleAllows } from '../src-shared/operator.ts'
import type { BackupService } from './backup/backup-service.ts'
import type { Handlers } from './dispatch.ts'
import { formHandlers, type FormServices } from './form-parts.ts'
import type { Uploads } from './files/uploads.ts'
import type { OrderExport } from './orders/order-export.ts'
import type { MailService } from './mail/mail-service.ts'
import type { TemplateService } from './mail/template-service.ts'
import type { OrderImport } from './orders/order-import.ts'
import type { OrderService } from './orders/order-service.ts'
import type { ProductSearch } from './products/product-service.ts'
import type { RecordService } from './records/record-service.ts'
import type { SettingsService } from './settings/settings-service.ts'
import type { ScreenServices } from './screens.ts'
import type { PrintHistoryFile } from './prints/print-history.ts'
import type { ViewService } from './views/view-service.ts'
import type { GatewayCheck } from './settlement/gateway-check.ts'
import type { SettlementService } from './settlement/settlement-service.ts'

/** The services behind the door, built by `app.ts`. */
export interface Services extends ScreenServices, FormServices {
  readonly orders: OrderService
  readonly products: ProductSearch
  readonly imports: OrderImport
  readonly exports: OrderExport
  readonly views: ViewService
  readonly printHistory: () => Promise<PrintHistoryFile>
  readonly uploads: Uploads
  readonly settlement: SettlementService
  readonly settings: SettingsService
  readonly mails: MailService
  readonly templates: TemplateService
  readonly backups: BackupService
  readonly records: RecordService
  readonly checkGateway: GatewayCheck
  readonly state: () => Promise<DeskState>
  /** Origin of the practice gateway; null outside rehearsal. */
  readonly practiceOrigin: string | null
  /** Takes work that nobody waits for; what goes wrong in it is logged and ends nothing. */
  readonly background: (work: Promise<unknown>) => void
  /** Told after every call that may have changed what the frame shows. */
  readonly changed: (orderIds?: readonly number[]) => void
}

type DeskCalls = Exclude<keyof Handlers, `startup.${string}`>

/** One line per call: which service answers it, and what the window has to read again afterwards. */
export function createHandlers(services: Services): Handlers<DeskCalls> {
  return {
    ...orderHandlers(services),
    ...effectHandlers(services),
    ...homeHandlers(services),
    ...listHandlers(services),
    ...formHandlers(services),
    ...settlementHandlers(services),
    ...bulkHandlers(services),
    ...mailHandlers(services),
    ...linkHandlers(services),
    ...deskHandlers(services),
  }
}

function orderHandlers({ orders, products, imports, uploads, settlement, changed, background }: Services) {
  return {
    'orders.page': (input) => orders.page(input),
    'orders.count': (input) => orders.count(input.conditions),
    'orders.vocabulary': () => orders.vocabulary(),
    'orders.open': (input) => orders.open(input.id),
    'orders.change': async (input, { operator }) => {
      const order = await orders.change(input.id, input.seen, input.changes, operator, input.stock)
      changed([order.id])
      return order
    },
    'orders.delete': async (input, { operator }) => {
      const deleted = await orders.remove(input.id, input.seen, operator, input.choices)
      changed([deleted.id])
      return deleted
    },
    'orders.restore': async (input, { operator }) => {
      const restored = await orders.restore(input.id, input.seen, operator)
      changed([restored.id])
      return restored
    },
    'orders.ids': (input) => orders.ids(input),
    'orders.create': async (input, { operator }) => {
      const order = await orders.create(input, operator)
      await settlement.safeguards.witness.noteNumbers()
      changed([order.id])
      return order
    },
    'orders.history': (input) => orders.history(input.id),
    'products.find': (input) => products.find(input.text),
    'files.begin': (input) => uploads.begin(input),
    'files.append': (input) => uploads.append(input),
    'files.discard': (input) => uploads.discard(input.fileId),
    'import.preview': (input) => imports.preview(input.fileId),
    'import.apply': async (input, { operator }) => {
      const report = await imports.apply(input.fileId, input.digest, input.withoutRefused, operator)
      changed()
      // Looking for the new orders' trades takes a while and may fail offline; the import itself is done.
      background(settlement.linkAll().then(() => changed()))
      return report
    },
  } satisfies Partial<Handlers>
}

/** What changes do to stock and points. */
function effectHandlers({ orders, changed }: Services) {
  return {
    'orders.preview-change': (input) => orders.effects.change(input.id, input.changes, input.stock),
    'orders.preview-create': (input) => orders.effects.create(input),
    'orders.preview-delete': (input) => orders.effects.deletion(input.id),
    'orders.even': async (input, { operator }) => {
      const order = await orders.even(input, operator)
      changed([order.id])
      return order
    },
  } satisfies Partial<Handlers>
}

/** 管理メイン, ステータス管理 and Help. */
function homeHandlers({ moves, today, contacts, changed }: Services) {
  return {
    'settings.contacts': () => contacts.read(),
    'settings.save-contacts': (input, { operator }) => contacts.save(input, operator),
    'home.today': () => today.read(),
    'home.card': (input) => today.card(input.kind),
    'orders.status-counts': () => moves.counts(),
    'orders.preview-move': (input) => moves.preview(input.selection, input.to),
    'orders.move-status': async (input, { operator }) => {
      try {
        return await moves.move(input, operator)
      } finally {
        changed()
      }
    },
    'orders.undo-move': async (input, { operator }) => {
      try {
        return await moves.undo(input.moveId, operator)
      } finally {
        changed()
      }
    },
  } satisfies Partial<Handlers>
}

/** What 受注管理 keeps and gives out beside the orders themselves. */
function listHandlers({ exports, views, printHistory }: Services) {
  return {
    'exports.begin': (input) => exports.begin(input),
    'exports.next': (input, { operator }) => exports.next(input.exportId, operator),
    'exports.end': (input) => exports.end(input.exportId),
    'prints.file': () => printHistory(),
    'searches.list': () => views.searches.list(),
    'searches.save': (input) => views.searches.save(input.id, input.name, input.content),
    'searches.delete': (input) => views.searches.remove(input.id),
    'csv-layouts.list': () => views.csvLayouts.list(),
    'csv-layouts.save': (input) => views.csvLayouts.save(input.id, input.name, input.content),
    'csv-layouts.delete': (input) => views.csvLayouts.remove(input.id),
    'columns.list': () => views.columns(),
    'columns.save': (input) => views.saveColumns(input.columns),
  } satisfies Partial<Handlers>
}

function linkHandlers({ settlement: { links } }: Services) {
  return {
    'settlement.links': async (input, { operator }) => {
      const found = await links.of(input.id)
      if (roleAllows(operator.role, 'settlement')) return found
      return { ...found, links: found.links.map((link) => ({ ...link, url: null })) }
    },
    'settlement.create-link': (input, { operator }) => links.create(input, operator),
    'settlement.check-link': (input) => links.check(input.id),
  } satisfies Partial<Handlers>
}

function settlementHandlers({ settlement, changed }: Services) {
  return {
    'settlement.offered': (input) => settlement.offered(input.id, input.draft),
    'settlement.change': async (input, { operator }) => {
      const result = await settlement.change(input, operator)
      changed([input.id])
      return result
    },
    'settlement.inquire': async (input) => {
      const order = await settlement.inquire(input.id)
      changed([input.id])
      return order
    },
    'settlement.adopt': async (input, { operator }) => {
      const order = await settlement.adopt(input.id, operator, input.missing)
      changed([input.id])
      return order
    },
    'settlement.link-all': async () => {
      const report = await settlement.linkAll()
      changed()
      return report
    },
    'settlement.reconcile': async () => {
      const result = await settlement.reconcile()
      changed()
      return result
    },
    'settlement.attention': () => settlement.attention(),
    'settlement.sweep': () => settlement.sweep.start(),
    'settlement.hold-sweep': (input) => settlement.sweep.hold(input.how),
    'settlement.sweep-state': () => settlement.sweep.state(),
    'settlement.differences': () => settlement.differences(),
    'settlement.card-counts': () => settlement.cardCounts(),
    'settlement.deadlines': (input) => settlement.deadlines(input),
    'settlement.adopt-difference': async (input, { operator }) => {
      const order = await settlement.adoptDifference(input.id, input.seen, operator)
      changed([input.id])
      return order
    },
  } satisfies Partial<Handlers>
}

/** What a run changes is told as it goes (`orders.changed`, `bulk.progress`). */
function bulkHandlers({ settlement: { bulk } }: Services) {
  return {
    'bulk.preview': (input) => bulk.preview(input.selection, input.action),
    'bulk.start': (input, { operator }) => bulk.start(input.digest, input.thenStatus, operator),
    'bulk.hold': (input, { operator }) => bulk.hold(input.runId, input.how, operator),
    'bulk.state': () => bulk.state(),
    'bulk.list': () => bulk.list(),
    'bulk.report': (input) => bulk.report(input.runId),
    'bulk.reselect-failed': (input) => bulk.reselectFailed(input.runId),
  } satisfies Partial<Handlers>
}

function mailHandlers({ mails, templates, settings }: Services) {
  return {
    'settings.mail': () => settings.mail(),
    'settings.save-mail': (input, { operator }) => settings.saveMail(input, operator),
    'settings.test-mail': () => mails.trial(),
    'mail.templates': () => templates.list(),
    'mail.save-template': (input, { operator }) => templates.save(input, operator),
    'mail.reset-template': (input, { operator }) => templates.reset(input.id, operator),
    'mail.remove-template': async (input, { operator }) => {
      await templates.remove(input.id, operator)
      return null
    },
    'mail.plan': (input, { operator }) => mails.plan(input.orderIds, input.templateId, operator),
    'mail.preview': (input, { operator }) => mails.preview(input.orderId, input.templateId, operator),
    'mail.preview-words': (input, { operator }) => mails.previewWords(input.orderId, input.words, operator),
    'mail.send': (input, { operator }) => mails.send(input, operator),
    'mail.stop': (input) => Promise.resolve(mails.stop(input.batchId)),
    'mail.run': () => Promise.resolve(mails.run()),
    'mail.batch': (input) => mails.batch(input.batchId),
    'mail.history': (input) => mails.history(input),
    'mail.read': (input) => mails.read(input.id),
    'mail.resolve': (input, { operator }) => mails.resolve(input.id, input.as, operator),
  } satisfies Partial<Handlers>
}

function deskHandlers(services: Services) {
  const { settings, settlement, backups, records, checkGateway, state, practiceOrigin, changed } = services
  return {
    'desk.state': () => state(),
    'desk.practice-gateway': () => Promise.resolve({ origin: practiceOrigin }),
    'settings.gateway': () => settings.gateway(),
    'settings.save-gateway': async (input, { operator }) => {
      const saved = await settings.saveGateway(input, operator)
      await settlement.recountDeadlines()
      changed()
      return saved
    },
    'settings.test-gateway': () => checkGateway(),
    'settings.sweep': () => settings.sweepSchedule(),
    'settings.save-sweep': async (input, { operator }) => {
      const saved = await settings.saveSweepSchedule(input, operator)
      settlement.sweep.replan()
      return saved
    },
    'settings.shop': () => settings.shop(),
    'settings.save-shop': async (input, { operator }) => {
      const saved = await settings.saveShop(input, operator)
      changed()
      return saved
    },
    'backups.list': () => backups.list(),
    'backups.make': () => backups.make('manual'),
    'records.check': () => records.check(),
    'records.renew-witness': (_input, { operator }) => records.renewWitness(operator),
  } satisfies Partial<Handlers>
}
