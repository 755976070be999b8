import { defineStore } from 'pinia'
import { dayOf } from '../../src-shared/business-day.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type { Order } from '../../src-shared/order.ts'
import { firstMoneySettings, moneySettingsOn, type MoneySettings } from '../../src-shared/money-settings.ts'
import { call, failureOf } from '../api.ts'
import { parseDay } from '../day-input.ts'
import { newOrderEffects, type EffectRequest } from '../effect-request.ts'
import { draftAgain, emptyDraft, type ContactDraft, type OrderDraft } from '../order-draft.ts'
import { readNewOrder } from '../order-draft-read.ts'
import { useDesk } from './desk.ts'
import { fillAddress } from './postal-search.ts'

interface OrderFormState {
  /** Made once per form: whatever is sent twice under it makes one order. */
  requestId: string
  draft: OrderDraft
  /** 会員ID as typed. */
  customerNo: string
  /** 送料 as an empty form or the shop's table put it there last; anything else was typed. */
  shippingWritten: string
  timeSlots: readonly string[]
  paymentMethods: readonly string[]
  /** How the shop counts its sums; `settings` are those rules on the order's day. */
  shopRules: MoneySettings
  problems: Readonly<Record<string, string>>
  failure: Failure | null
  message: string
  busy: boolean
}

const emptyForm = () => ({
  requestId: crypto.randomUUID(),
  draft: emptyDraft(),
  customerNo: '',
  shippingWritten: emptyDraft().charges.shippingYen,
  problems: {},
  failure: null,
  message: '',
})

const today = () => useDesk().state?.today ?? dayOf(Date.now())

/** 受注登録: one order that does not exist yet. */
export const useOrderForm = defineStore('order-form', {
  state: (): OrderFormState => ({
    ...emptyForm(),
    ...{ timeSlots: [], paymentMethods: [], shopRules: firstMoneySettings },
    busy: false,
  }),
  getters: {
    /** The rules for an order of the day as typed. */
    settings: ({ draft, shopRules }): MoneySettings =>
      moneySettingsOn(shopRules, parseDay(draft.orderedOn, today()) ?? today()),
    /** What of the form has to do with stock and points; null while something in it is no number. */
    effects({ draft, customerNo }): EffectRequest | null {
      return newOrderEffects(draft, customerNo, { today: today(), settings: this.settings })
    },
    dirty: ({ draft, customerNo }): boolean =>
      customerNo !== '' || JSON.stringify(draft) !== JSON.stringify(emptyDraft()),
  },
  actions: {
    /** An empty form. */
    async begin(): Promise<void> {
      Object.assign(this, emptyForm())
      try {
        const [words, shop] = await Promise.all([call('orders.vocabulary', {}), call('settings.shop', {})])
        this.timeSlots = words.timeSlots
        this.paymentMethods = words.paymentMethods
        this.shopRules = shop.money
      } catch (error) {
        this.failure = failureOf(error)
      }
    },

    /** What is typed, to be kept; null while nothing is. The id goes along: an order it has made already is found again. */
    typed(): object | null {
      const { draft, customerNo, requestId, shippingWritten } = this
      return this.dirty ? { draft, customerNo, requestId, shippingWritten } : null
    },

    /** Puts kept text into the form. False when it cannot be read. */
    restore(kept: Readonly<Record<string, unknown>> | null): boolean {
      if (kept === null) return false
      this.draft = draftAgain(kept['draft'] as OrderDraft)
      this.customerNo = String(kept['customerNo'])
      this.requestId = String(kept['requestId'])
      this.shippingWritten = String(kept['shippingWritten'])
      this.message = '前回の入力を戻しました。'
      return true
    },

    /** 送料 by the shop's table. It stays out of the way as soon as the operator has typed another one, 0 included. */
    followTable(shippingYen: number): void {
      const { charges } = this.draft
      if (charges.shippingYen !== this.shippingWritten) return
      charges.shippingYen = String(shippingYen)
      this.shippingWritten = charges.shippingYen
    },

    /** 住所入力; what came of it is said at the foot of the form. */
    async fillAddress(contact: ContactDraft, who: string): Promise<void> {
      this.message = await fillAddress(contact, who)
    },

    /** False when something typed has to be corrected before anything is sent. */
    check(): boolean {
      this.message = ''
      this.problems = this.read().problems
      return Object.keys(this.problems).length === 0
    },

    read() {
      const { draft, requestId, customerNo, settings } = this
      return readNewOrder(draft, { requestId, customerNo }, { today: today(), settings })
    },

    /** この内容で登録する. The new order, or null when it was not registered; why is on the screen then. */
    async register(): Promise<Order | null> {
      if (this.busy || !this.check()) return null
      this.busy = true
      this.failure = null
      try {
        const order = await call('orders.create', this.read().input)
        Object.assign(this, emptyForm())
        return order
      } catch (error) {
        // The id stays: should the answer alone be lost, the same form sent again finds the order it has made.
        this.failure = failureOf(error)
        return null
      } finally {
        this.busy = false
      }
    },
  },
})
