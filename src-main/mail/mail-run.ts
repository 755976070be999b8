import type { MailRun, MailSettings } from '../../src-shared/mail.ts'
import type { MailReason } from '../../src-shared/mail-names.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { Clock, Log } from '../ports.ts'
import { withAddress, type LinkAddresses } from './mail-link.ts'
import { composeMail } from './mail-message.ts'
import {
  cancelWaiting,
  findMail,
  intendedMails,
  moveMail,
  senderOf,
  waitingIds,
  type JournalMail,
  type MailStep,
} from './mail-table.ts'
import type { MailOutcome, MailServer, Postman } from './smtp.ts'

/** Sends the mails of one bulk after the other has ended; a single mail is a bulk of one. */
export interface MailRunner {
  state(): MailRun
  /** Takes the one place there is; false while another bulk holds it. */
  claim(batchId: string): boolean
  /** Gives the place back before anything was written down. */
  release(): void
  /** Sends what waits under the claimed batch; answers at once. */
  start(total: number, sender: MailSender): void
  /** 中止: the mail under way is finished, the rest is not sent. */
  stop(batchId: string): void
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
  /** Ends what runs: a mail whose text has begun gets a few seconds. */
  close(): Promise<void>
}

/** As whom to send, and how quickly. */
export interface MailSender extends Pick<
  MailSettings,
  'fromAddress' | 'fromName' | 'replyTo' | 'copyTo' | 'pauseSeconds'
> {
  readonly server: MailServer
}

export interface MailRunParts {
  readonly db: Database
  readonly audit: Audit
  readonly clock: Clock
  readonly log: Log
  readonly postman: Postman
  readonly paymentLink: (orderId: number) => Promise<LinkAddresses>
  /** Told after every mail, and when a run begins or ends. */
  readonly progress: (run: MailRun) => void
  /** Told once per run which orders got a line in their history. */
  readonly touched: (orderIds: readonly number[]) => void
}

/** Reasons for which no other mail would fare better: the rest of the bulk is not tried. */
const hopeless: ReadonlySet<MailReason> = new Set([
  ...(['unknownHost', 'connectionRefused', 'unreachable', 'certificate', 'noTls', 'tls'] as const),
  ...(['password', 'sender', 'interrupted'] as const),
])
/** Reasons that may be chance once, and not this often in a row. */
const doubtful: ReadonlySet<MailReason> = new Set(['timeout', 'dropped', 'tryLater', 'noAnswer'])
const PATIENCE = 3

interface Run {
  readonly batchId: string
  total: number
  done: number
  stopping: boolean
  ended: boolean
  /** Cuts a pause short. */
  readonly stop: AbortController
  readonly touched: number[]
}

export function createMailRunner(parts: MailRunParts): MailRunner {
  return new DeskMailRunner(parts)
}

class DeskMailRunner implements MailRunner {
  readonly #parts: MailRunParts
  /** Aborted when the program ends. */
  readonly #ending = new AbortController()
  #run: Run | null = null
  #before: Run | null = null
  #working: Promise<void> = Promise.resolve()

  constructor(parts: MailRunParts) {
    this.#parts = parts
  }

  state(): MailRun {
    const run = this.#run
    if (run === null) return { batchId: '', running: false, stopping: false, total: 0, done: 0 }
    return { batchId: run.batchId, running: !run.ended, stopping: run.stopping, total: run.total, done: run.done }
  }

  claim(batchId: string): boolean {
    if ((this.#run !== null && !this.#run.ended) || this.#ending.signal.aborted) return false
    const stop = new AbortController()
    this.#before = this.#run
    this.#run = { batchId, total: 0, done: 0, stopping: false, ended: false, stop, touched: [] }
    return true
  }

  release(): void {
    this.#run = this.#before
  }

  start(total: number, sender: MailSender): void {
    const run = this.#run
    if (run === null) return
    run.total = total
    this.#working = this.#go(run, sender)
  }

  stop(batchId: string): void {
    const run = this.#run
    if (run === null || run.ended || run.batchId !== batchId) return
    run.stopping = true
    run.stop.abort()
    this.#parts.progress(this.state())
  }

  idle(): Promise<void> {
    return this.#working
  }

  async close(): Promise<void> {
    this.#ending.abort()
    this.#run?.stop.abort()
    await this.#working
  }

  async #go(run: Run, sender: MailSender): Promise<void> {
    const { db, log } = this.#parts
    let reason: MailReason = 'stopped'
    try {
      reason = await this.#through(run, sender)
    } catch (error) {
      // The mail under way, if any, becomes 結果不明 below: it is never sent again by itself.
      reason = 'interrupted'
      log.error('mail.run', { error: String(error) })
    }
    await db
      .write((trx) => giveUp(this.#parts, trx, run.batchId, reason))
      .catch((error: unknown) => {
        log.error('mail.run', { error: String(error) })
      })
    run.ended = true
    if (this.#ending.signal.aborted) return
    run.done = run.total
    this.#parts.progress(this.state())
    this.#parts.touched(run.touched)
  }

  /** Answers why the rest, if there is any, is not sent. */
  async #through(run: Run, sender: MailSender): Promise<MailReason> {
    const ids = await this.#parts.db.read((db) => waitingIds(db, run.batchId))
    run.done = run.total - ids.length
    this.#parts.progress(this.state())
    let inRow = 0
    for (const [index, id] of ids.entries()) {
      if (index > 0) await this.#pause(sender.pauseSeconds, run)
      if (this.#ending.signal.aborted) return 'interrupted'
      if (run.stop.signal.aborted) return 'stopped'
      const reason = await this.#sendOne(run, id, sender)
      run.done += 1
      this.#parts.progress(this.state())
      inRow = reason !== null && doubtful.has(reason) ? inRow + 1 : 0
      if (reason !== null && (hopeless.has(reason) || inRow >= PATIENCE)) return reason
    }
    return 'stopped'
  }

  async #pause(seconds: number, run: Run): Promise<void> {
    if (seconds > 0) await this.#parts.clock.sleep(seconds * 1000, run.stop.signal)
  }

  /** The address a mail is sent with: empty when it takes none, null when its link has ended since it was written down. */
  async #addressFor(id: string): Promise<string | null> {
    const mail = await this.#parts.db.read((db) => findMail(db, id))
    return mail?.withLink === true ? (await this.#parts.paymentLink(mail.orderId)).usable : ''
  }

  /** Written down as intended, sent, written down as it ended. Answers why it was not sent, or null. */
  async #sendOne(run: Run, id: string, sender: MailSender): Promise<MailReason | null> {
    const { db, clock, log } = this.#parts
    const address = await this.#addressFor(id)
    if (address === null) {
      const lost: MailStep = { state: 'cancelled', reason: 'missingValues', detail: '決済リンク', at: clock.now() }
      await db.write((trx) => moveMail(trx, id, ['waiting'], lost))
      return null
    }
    const intent: MailStep = { state: 'intended', reason: null, detail: '', at: null }
    const mail = await db.write(async (trx) =>
      (await moveMail(trx, id, ['waiting'], intent)) ? findMail(trx, id) : null,
    )
    if (mail === null) return null
    const began = clock.now()
    const outcome = await this.#post(mail, sender, address)
    log.info('mail', { mail: id, milliseconds: clock.now() - began, ...outcome })
    run.touched.push(mail.orderId)
    await db.write((trx) => recordOutcome(this.#parts, trx, mail, outcome))
    return outcome.outcome === 'sent' ? null : outcome.reason
  }

  async #post(mail: JournalMail, sender: MailSender, address: string): Promise<MailOutcome> {
    const filled = (text: string): string => (mail.withLink ? withAddress(text, address) : text)
    const composed = await composeMail({
      id: mail.id,
      at: this.#parts.clock.now(),
      from: { name: sender.fromName, address: sender.fromAddress },
      to: { name: mail.name === '' ? '' : `${mail.name} 様`, address: mail.recipient },
      ...{ replyTo: sender.replyTo, copyTo: sender.copyTo },
      ...{ subject: filled(mail.subject), body: filled(mail.body) },
    })
    return this.#parts.postman.send(sender.server, composed, this.#ending.signal)
  }
}

/** The end of a mail and its line in the order's history, in one transaction. */
export async function recordOutcome(
  { audit, clock }: Pick<MailRunParts, 'audit' | 'clock'>,
  trx: Transaction,
  mail: JournalMail,
  { outcome, reason, detail }: MailOutcome,
): Promise<void> {
  const at = clock.now()
  if (!(await moveMail(trx, mail.id, ['intended'], { state: outcome, reason, detail, at }))) return
  const details = { template: mail.templateName, mail: mail.id, ...(reason === null ? {} : { mailReason: reason }) }
  await audit.append(trx, { at, kind: `mail.${outcome}`, operator: senderOf(mail), orderId: mail.orderId, details })
}

/**
 * What a run leaves behind, or (`batchId` null) a program that was cut off: a mail that was being sent may have arrived,
 * and only a person can find out; what still waited was never sent.
 */
export async function giveUp(
  parts: Pick<MailRunParts, 'audit' | 'clock'>,
  trx: Transaction,
  batchId: string | null,
  reason: MailReason,
): Promise<void> {
  for (const mail of await intendedMails(trx)) {
    await recordOutcome(parts, trx, mail, { outcome: 'unknown', reason: 'interrupted', detail: '' })
  }
  await cancelWaiting(trx, batchId, reason, parts.clock.now())
}
