import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { MailRow, MailText } from '../../src-shared/mail.ts'
import type { MailState } from '../../src-shared/mail-names.ts'
import { call, failureOf } from '../api.ts'

interface HistoryState {
  orderNo: string
  state: MailState | ''
  page: number
  rows: readonly MailRow[] | null
  count: number
  /** Mails that wait for a person, whatever is searched for. */
  unknown: number
  open: MailText | null
  failure: Failure | null
}

export const HISTORY_PAGE = 50

/** 送信履歴. */
export const useMailHistory = defineStore('mail-history', {
  state: (): HistoryState => ({
    ...{ orderNo: '', state: '', page: 0, rows: null, count: 0, unknown: 0, open: null, failure: null },
  }),
  actions: {
    async load(): Promise<void> {
      this.failure = null
      const states = this.state === '' ? [] : [this.state]
      const { orderNo, page } = this
      try {
        const found = await call('mail.history', { orderNo, states, page, pageSize: HISTORY_PAGE })
        this.rows = markRaw([...found.rows])
        this.count = found.count
        this.unknown = (await call('mail.history', { states: ['unknown'], page: 0, pageSize: 1 })).count
      } catch (error) {
        this.failure = failureOf(error)
      }
    },

    search(orderNo: string, state: MailState | ''): Promise<void> {
      this.orderNo = orderNo.normalize('NFKC').trim()
      this.state = state
      this.page = 0
      return this.load()
    },

    go(page: number): Promise<void> {
      this.page = page
      return this.load()
    },

    async read(id: string): Promise<void> {
      this.failure = null
      try {
        this.open = await call('mail.read', { id })
      } catch (error) {
        this.failure = failureOf(error)
      }
    },

    close(): void {
      this.open = null
    },

    /** What a person found out about a mail of unknown outcome. */
    async resolve(as: 'sent' | 'failed'): Promise<void> {
      const id = this.open?.id
      this.open = null
      if (id === undefined) return
      let failure: Failure | null = null
      try {
        await call('mail.resolve', { id, as })
      } catch (error) {
        failure = failureOf(error)
      }
      await this.load()
      if (failure !== null) this.failure = failure
    },
  },
})
