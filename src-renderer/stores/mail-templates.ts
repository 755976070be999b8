import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { MailPreview, MailTemplate, MailWords, TemplateInput } from '../../src-shared/mail.ts'
import { builtInTemplates } from '../../src-shared/mail-names.ts'
import { call, failureOf } from '../api.ts'
import { orderNoConditions } from '../order-no-conditions.ts'

interface TemplatesState {
  list: readonly MailTemplate[] | null
  /** The words being edited, filled with a real order. */
  preview: MailPreview | null
  /** The order the preview is filled with; null before one was looked for, 0 when there is none. */
  sampleId: number | null
  failure: Failure | null
  previewFailure: Failure | null
  message: string
  busy: boolean
}

/** コンテンツ管理 → メールテンプレート. */
export const useMailTemplates = defineStore('mail-templates', {
  state: (): TemplatesState => ({
    ...{ list: null, preview: null, sampleId: null, failure: null, previewFailure: null },
    ...{ message: '', busy: false },
  }),
  actions: {
    async step(work: () => Promise<string>): Promise<boolean> {
      if (this.busy) return false
      this.busy = true
      this.failure = null
      this.message = ''
      try {
        this.message = await work()
        return true
      } catch (error) {
        this.failure = failureOf(error)
        return false
      } finally {
        this.busy = false
      }
    },

    load(): Promise<boolean> {
      return this.step(async () => {
        this.list = markRaw([...(await call('mail.templates', {}))])
        return ''
      })
    },

    /** Answers the stored template, or null when it was refused. */
    async save(input: TemplateInput): Promise<MailTemplate | null> {
      let saved: MailTemplate | null = null
      await this.step(async () => {
        saved = await call('mail.save-template', input)
        this.list = markRaw([...(await call('mail.templates', {}))])
        return 'テンプレートを登録しました。'
      })
      return saved
    },

    reset(id: string): Promise<boolean> {
      return this.step(async () => {
        const builtIn = builtInTemplates.find((one) => one === id)
        if (builtIn !== undefined) await call('mail.reset-template', { id: builtIn })
        this.list = markRaw([...(await call('mail.templates', {}))])
        return '初期の文面に戻しました。'
      })
    },

    remove(id: string): Promise<boolean> {
      return this.step(async () => {
        await call('mail.remove-template', { id })
        this.list = markRaw([...(await call('mail.templates', {}))])
        return 'テンプレートを削除しました。'
      })
    },

    /** Fills the words with an order: the one of this number, or the newest one. */
    async fill(words: MailWords): Promise<void> {
      try {
        if (this.sampleId === null) await this.chooseSample('')
        if (this.sampleId === null || this.sampleId === 0) return
        this.preview = await call('mail.preview-words', { orderId: this.sampleId, words })
        this.previewFailure = null
      } catch (error) {
        this.previewFailure = failureOf(error)
      }
    },

    /** Takes the order with this number for the preview; false when there is none. Empty = the newest order. */
    async chooseSample(orderNo: string): Promise<boolean> {
      const conditions = orderNo === '' ? {} : orderNoConditions(orderNo)
      const sort = { key: 'orderedAt', descending: true } as const
      const [found] = await call('orders.page', { conditions, sort, page: 0, pageSize: 10 })
      if (found === undefined && orderNo !== '') return false
      this.sampleId = found?.id ?? 0
      return true
    },
  },
})
