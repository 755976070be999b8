import { defineStore } from 'pinia'
import type { MailDraft, MailOpened } from '../../src-shared/bridge.ts'
import type { Failure } from '../../src-shared/failure.ts'
import { isAlive, type OrderLinks } from '../../src-shared/payment-link.ts'
import { call, failureOf, onEvent, openExternal, writeMail } from '../api.ts'

interface PaymentLinksState {
  /** The order that is meant to be open; answers about another one are dropped. */
  orderId: number | null
  found: OrderLinks | null
  failure: Failure | null
  /** Why the last inquiry nobody pressed a button for had no answer. */
  unreachable: Failure | null
  message: string
  loading: boolean
  busy: boolean
  listening: boolean
}

/** While a link is so young, the gateway is asked every time the screen asks. */
const FRESH_MS = 600_000

/** 決済リンク of the open order. */
export const usePaymentLinks = defineStore('payment-links', {
  state: (): PaymentLinksState => ({
    orderId: null,
    found: null,
    failure: null,
    unreachable: null,
    message: '',
    loading: false,
    busy: false,
    listening: false,
  }),
  actions: {
    async open(orderId: number): Promise<void> {
      this.listen()
      Object.assign(this, { orderId, found: null, failure: null, unreachable: null, message: '', loading: true })
      await this.load()
      if (this.orderId === orderId) this.loading = false
    },

    close(): void {
      this.orderId = null
      this.found = null
    },

    listen(): void {
      if (this.listening) return
      this.listening = true
      onEvent('orders.changed', ({ ids }) => {
        if (this.orderId === null || this.busy) return
        if (ids.length === 0 || ids.includes(this.orderId)) void this.load()
      })
    },

    async load(): Promise<void> {
      const id = this.orderId
      if (id === null) return
      try {
        const found = await call('settlement.links', { id })
        if (this.orderId === id) this.found = found
      } catch (error) {
        if (this.orderId === id) this.failure = failureOf(error)
      }
    },

    /** 決済リンクを発行, and 新しいリンクを発行 with `again`. `seen` is the version of the order on the screen. */
    create(seen: number, again: boolean): Promise<void> {
      return this.ask(async (id) => call('settlement.create-link', { id, seen, again }), '決済リンクを発行しました。')
    },

    /** 状態を確認. */
    check(): Promise<void> {
      return this.ask((id) => call('settlement.check-link', { id }), 'GMOに確認しました。')
    },

    async ask(work: (id: number) => Promise<OrderLinks>, done: string): Promise<void> {
      const id = this.orderId
      if (id === null || this.busy) return
      Object.assign(this, { busy: true, failure: null, unreachable: null, message: '' })
      try {
        const found = await work(id)
        if (this.orderId !== id) return
        this.found = found
        this.message = found.links[0]?.state === 'unknown' ? '' : done
      } catch (error) {
        if (this.orderId === id) this.failure = failureOf(error)
        // What was journalled before the failure belongs on the screen too.
        await this.load()
      } finally {
        this.busy = false
      }
    },

    /** Asks while a fresh link is on the screen. The core asks by its own plan as well; a failure is only noted. */
    async watch(now: number): Promise<void> {
      const id = this.orderId
      const fresh = this.found?.links.some((link) => isAlive(link, now) && now - link.issuedAt < FRESH_MS) ?? false
      if (id === null || this.busy || !fresh) return
      try {
        const found = await call('settlement.check-link', { id })
        if (this.orderId !== id) return
        this.found = found
        this.unreachable = null
      } catch (error) {
        const failure = failureOf(error)
        if (this.orderId === id && failure.code !== 'settlement.in-progress') this.unreachable = failure
      }
    },

    /** 練習用の支払い画面を開く. */
    async openPage(url: string): Promise<void> {
      const opened = await openExternal(url)
      this.message = opened ? '支払い画面をブラウザーで開きました。' : 'この画面は開けませんでした。'
    },

    async writeMail(draft: MailDraft): Promise<MailOpened> {
      return (await writeMail(draft)).opened
    },
  },
})
