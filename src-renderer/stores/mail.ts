import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { MailPlanRow, MailPreview, MailRow, MailRun, MailSettings, MailTemplate } from '../../src-shared/mail.ts'
import { call, failureOf, onEvent, writeMail } from '../api.ts'
import { outlookOf } from '../mail-words.ts'
import { orderNoConditions } from '../order-no-conditions.ts'

interface MailStoreState {
  settings: MailSettings | null
  templates: readonly MailTemplate[]
  templateId: string
  orderIds: readonly number[]
  plan: readonly MailPlanRow[] | null
  /** The order of the plan that is shown. */
  at: number
  preview: MailPreview | null
  /** Subject and text as shown; a single mail's can be edited. */
  words: { subject: string; body: string }
  /** Order and template of the preview. */
  shown: string
  again: boolean
  /** What a single mail said that went, as `words`. */
  sentWords: string
  run: MailRun | null
  results: readonly MailRow[]
  failure: Failure | null
  /** How opening the mail program went. */
  opened: string
  busy: boolean
}

/** While a long bulk runs its table is read again every so many mails, not after each. */
const RESULTS_EVERY = 20
const LONG_BULK = 100

/** メール通知: what goes to whom, and how it went. */
export const useMail = defineStore('mail', {
  state: (): MailStoreState => ({
    ...{ settings: null, templates: [], templateId: 'received', orderIds: [], plan: null, at: 0, preview: null },
    ...{ words: { subject: '', body: '' }, shown: '', sentWords: '', again: false, run: null, results: [] },
    ...{ failure: null, opened: '', busy: false },
  }),
  getters: {
    single: (state): boolean => state.plan?.length === 1,
    /** Orders whose mail will go. */
    going(state): readonly MailPlanRow[] {
      return (state.plan ?? []).filter((row) => outlookOf(row, state.again, this.single).goes)
    },
    edited: ({ preview, words }): boolean =>
      preview !== null && (words.subject !== preview.subject || words.body !== preview.body),
    /** True while the text of a single mail was changed and has not gone yet. */
    unsent(state): boolean {
      return this.single && this.edited && JSON.stringify(state.words) !== state.sentWords
    },
  },
  actions: {
    /** Follows the core until the returned function is called. */
    follow(): () => void {
      return onEvent('mail.run', (run) => {
        void this.hear(run)
      })
    },

    async hear(run: MailRun): Promise<void> {
      const ended = this.run?.running === true && !run.running
      this.run = run
      if (!ended && run.total > LONG_BULK && run.done % RESULTS_EVERY !== 0) return
      await this.readResults()
      if (ended) await this.readPlan()
    },

    /** Opens the screen for these orders. */
    async open(orderIds: readonly number[]): Promise<void> {
      this.orderIds = orderIds
      this.at = 0
      this.shown = ''
      this.sentWords = ''
      this.plan = null
      this.preview = null
      this.again = false
      this.opened = ''
      await this.reload()
    },

    /** Everything anew for the same orders; what the operator has written for one of them stays. */
    async reload(): Promise<void> {
      this.failure = null
      try {
        this.settings = await call('settings.mail', {})
        this.templates = markRaw([...(await call('mail.templates', {}))])
        this.run = await call('mail.run', {})
      } catch (error) {
        this.failure = failureOf(error)
      }
      const isGone = !this.templates.some(({ id }) => id === this.templateId)
      if (isGone && !this.unsent) this.templateId = 'received'
      await this.readResults()
      await this.readPlan()
    },

    choose(templateId: string): Promise<void> {
      this.templateId = templateId
      this.again = false
      this.opened = ''
      return this.readPlan()
    },

    async readPlan(): Promise<void> {
      if (this.orderIds.length === 0) return
      const { orderIds, templateId } = this
      try {
        const plan = await call('mail.plan', { orderIds: [...orderIds], templateId })
        if (templateId !== this.templateId || orderIds !== this.orderIds) return
        this.plan = markRaw([...plan])
        await this.show(Math.min(this.at, Math.max(0, plan.length - 1)))
      } catch (error) {
        this.failure = failureOf(error)
      }
    },

    /** Shows the mail of one order of the plan. */
    async show(at: number): Promise<void> {
      const row = this.plan?.[at]
      if (row === undefined) return
      this.at = at
      const { templateId } = this
      try {
        const preview = await call('mail.preview', { orderId: row.orderId, templateId })
        if (this.at !== at || this.templateId !== templateId || this.plan?.[at]?.orderId !== row.orderId) return
        // What the operator has written for this order stays, whatever made the plan be read again.
        const isKept = this.edited && this.shown === `${String(row.orderId)} ${templateId}`
        this.preview = preview
        this.shown = `${String(row.orderId)} ${templateId}`
        if (!isKept) this.words = { subject: preview.subject, body: preview.body }
      } catch (error) {
        this.failure = failureOf(error)
      }
    },

    async readResults(): Promise<void> {
      const batchId = this.run?.batchId ?? ''
      if (batchId === '') return
      try {
        this.results = markRaw([...(await call('mail.batch', { batchId }))])
      } catch (error) {
        this.failure = failureOf(error)
      }
    },

    /** 送信. The ids are made here, once per click: the core sends none of them twice. */
    async send(): Promise<void> {
      if (this.busy) return
      this.busy = true
      this.failure = null
      this.opened = ''
      // Left out by the plan too: the report's lines then sum to the selection.
      const items = (this.plan ?? []).map(({ orderId }) => ({ id: crypto.randomUUID(), orderId }))
      const words = this.single && (this.edited || (this.preview?.missing.length ?? 0) > 0) ? { ...this.words } : null
      const { templateId, again } = this
      try {
        this.run = await call('mail.send', { batchId: crypto.randomUUID(), templateId, items, again, words })
        this.sentWords = JSON.stringify(words)
        await this.readResults()
        // A short one may have ended before its answer was here.
        await this.hear(await call('mail.run', {}))
      } catch (error) {
        this.failure = failureOf(error)
      } finally {
        this.busy = false
      }
    },

    /** メールソフトで開く: a draft in the system's own mail program, which this journal knows nothing of. */
    async draft(): Promise<void> {
      const { opened } = await writeMail({ to: this.preview?.recipient ?? '', ...this.words })
      this.opened = {
        whole: 'メールソフトで下書きを開きました。送信履歴には残りません。',
        'without-body': '本文が長いため、宛先と件名だけで開きました。本文はコピーして貼り付けてください。',
        no: 'メールソフトを開けませんでした。本文をコピーしてお使いください。',
      }[opened]
    },

    /** 中止. */
    async stop(): Promise<void> {
      const batchId = this.run?.batchId ?? ''
      if (batchId === '') return
      try {
        this.run = await call('mail.stop', { batchId })
      } catch (error) {
        this.failure = failureOf(error)
      }
    },

    /** The order with this number, or null. */
    async findOrder(orderNo: string): Promise<number | null> {
      this.failure = null
      const conditions = orderNoConditions(orderNo)
      const sort = { key: 'updatedAt', descending: true } as const
      try {
        const [found] = await call('orders.page', { conditions, sort, page: 0, pageSize: 10 })
        return found?.id ?? null
      } catch (error) {
        this.failure = failureOf(error)
        return null
      }
    },
  },
})
