import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { CallInput, OfferedAction } from '../../src-shared/api.ts'
import type { AuditEntry } from '../../src-shared/audit.ts'
import { dayOf } from '../../src-shared/business-day.ts'
import type { EvenWay } from '../../src-shared/effect-preview.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type { Order } from '../../src-shared/order.ts'
import { firstMoneySettings, moneySettingsOn, type MoneySettings } from '../../src-shared/money-settings.ts'
import { call, failureOf, onEvent } from '../api.ts'
import { parseDay } from '../day-input.ts'
import { changeEffects, type EffectRequest } from '../effect-request.ts'
import {
  draftAgain,
  draftOf,
  fieldOf,
  isDirty,
  mergeDraft,
  setField,
  type Conflict,
  type ContactDraft,
  type OrderDraft,
} from '../order-draft.ts'
import { readMoney } from '../money-draft.ts'
import { readChanges, type Reading } from '../order-draft-read.ts'
import { useDesk } from './desk.ts'
import { useOrderEffects } from './order-effects.ts'
import { fillAddress } from './postal-search.ts'

interface OrderEditorState {
  /** The order that is meant to be open; answers about another one are dropped. */
  openId: number | null
  /** As stored, under what was typed. */
  order: Order | null
  draft: OrderDraft | null
  history: readonly AuditEntry[]
  offered: readonly OfferedAction[]
  timeSlots: readonly string[]
  paymentMethods: readonly string[]
  /** How the shop counts its sums; `settings` are those rules on the order's day. */
  shopRules: MoneySettings
  failure: Failure | null
  problems: Readonly<Record<string, string>>
  conflicts: readonly Conflict[]
  message: string
  loading: boolean
  busy: boolean
  listening: boolean
}

const nothingOpen = () => ({
  openId: null,
  order: null,
  draft: null,
  history: [],
  offered: [],
  failure: null,
  problems: {},
  conflicts: [],
  message: '',
  loading: false,
})

const today = () => useDesk().state?.today ?? dayOf(Date.now())

/** 受注編集: one order, what was typed over it, its history, and what the gateway would allow. */
export const useOrderEditor = defineStore('order-editor', {
  state: (): OrderEditorState => ({
    ...nothingOpen(),
    ...{ timeSlots: [], paymentMethods: [], shopRules: firstMoneySettings },
    busy: false,
    listening: false,
  }),
  getters: {
    dirty: ({ order, draft }): boolean => order !== null && draft !== null && isDirty(order, draft),
    /** The rules for an order of the day as typed. */
    settings: ({ order, draft, shopRules }): MoneySettings => {
      const typed = draft === null ? null : parseDay(draft.orderedOn, today())
      return moneySettingsOn(shopRules, typed ?? (order === null ? today() : dayOf(order.orderedAt)))
    },
    /** What is typed and decides about the pull-down: it is stored before the operation is sent. */
    offeredDraft({ draft }): CallInput<'settlement.offered'>['draft'] {
      return { orderStatus: draft?.status, paymentTotalYen: this.typedTotalYen }
    },
    /** What of the typed changes has to do with stock and points; null while something in it is no number. */
    effects(): EffectRequest | null {
      return this.order && this.draft ? changeEffects(this.order, this.draft, this.reading) : null
    },
    reading(): Reading {
      return { today: today(), settings: this.settings }
    },
    /** お支払い合計 as typed, counted as the core will count it; undefined while something is no number. */
    typedTotalYen({ order, draft }): number | undefined {
      return order && draft ? readMoney(draft, order, this.settings).totals?.paymentTotalYen : undefined
    },
  },
  actions: {
    /** Opens an order and forgets the one before. */
    async open(id: number): Promise<void> {
      this.listen()
      Object.assign(this, nothingOpen(), { openId: id, loading: true })
      try {
        const [found, words, shop] = await Promise.all([
          call('orders.open', { id }),
          call('orders.vocabulary', {}),
          call('settings.shop', {}),
        ])
        if (this.openId !== id) return
        this.timeSlots = words.timeSlots
        this.paymentMethods = words.paymentMethods
        this.shopRules = shop.money
        this.adopt(found)
        await this.readBeside()
      } catch (error) {
        if (this.openId === id) this.failure = failureOf(error)
      } finally {
        if (this.openId === id) this.loading = false
      }
    },

    close(): void {
      Object.assign(this, nothingOpen())
    },

    /** Hears of changes made elsewhere, but not of those this screen is making right now. */
    listen(): void {
      if (this.listening) return
      this.listening = true
      onEvent('orders.changed', ({ ids }) => {
        if (this.openId === null || this.busy) return
        if (ids.length === 0 || ids.includes(this.openId)) void this.reload()
      })
    },

    async reload(): Promise<void> {
      const id = this.openId
      if (id === null) return
      try {
        await this.take(await call('orders.open', { id }))
      } catch (error) {
        if (this.openId === id) this.failure = failureOf(error)
      }
    },

    /** Puts a newer version of the order under what was typed; nothing typed is lost. */
    async take(theirs: Order): Promise<void> {
      if (theirs.id !== this.openId || !this.order || !this.draft) return
      const wasDirty = this.dirty
      const merged = mergeDraft(this.order, this.draft, theirs)
      if (theirs.version !== this.order.version && wasDirty && merged.conflicts.length === 0)
        this.message = 'ほかで変更された内容を取り込みました。入力中の内容はそのままです。'
      this.order = markRaw(theirs)
      this.draft = merged.draft
      const open = this.conflicts.filter((old) => !merged.conflicts.some(({ key }) => key === old.key))
      this.conflicts = [...open, ...merged.conflicts]
      await this.readBeside()
    },

    /** History and offered actions. They never make a stored change look refused: their failure is only shown. */
    async readBeside(): Promise<void> {
      if (!this.order) return
      const { id, settlement } = this.order
      try {
        const [entries, actions] = await Promise.all([
          call('orders.history', { id }),
          settlement ? call('settlement.offered', { id, draft: this.offeredDraft }) : Promise.resolve([]),
        ])
        if (this.openId !== id) return
        this.history = entries
        this.offered = actions
      } catch (error) {
        if (this.openId === id) this.failure = failureOf(error)
      }
    },

    /** The pull-down anew, after something typed that decides about it. */
    async readOffered(): Promise<void> {
      const id = this.openId
      if (id === null || !this.order?.settlement) return
      try {
        const offered = await call('settlement.offered', { id, draft: this.offeredDraft })
        if (this.openId === id) this.offered = offered
      } catch (error) {
        if (this.openId === id) this.failure = failureOf(error)
      }
    },

    /** Settles conflicts: for each key the operator's own text stays, or the stored one is taken over. */
    choose(choices: Readonly<Record<string, 'mine' | 'theirs'>>): void {
      for (const { key } of this.conflicts)
        if (choices[key] === 'theirs' && this.order && this.draft)
          this.draft = setField(this.draft, key, fieldOf(this.order, key))
      this.conflicts = []
      this.message = '選んだ内容を入力欄に反映しました。「この内容で登録する」で保存されます。'
    },

    /** What is typed over which order, to be kept; null while nothing is. */
    typed(): object | null {
      return this.dirty ? { base: this.order, draft: this.draft } : null
    },

    /** Puts kept text over the order as it is now; what both sides changed since then is asked about. False: unreadable. */
    restore(kept: Readonly<Record<string, unknown>> | null): boolean {
      if (kept === null || !this.order) return false
      const merged = mergeDraft(kept['base'] as Order, draftAgain(kept['draft'] as OrderDraft), this.order)
      this.draft = merged.draft
      this.conflicts = merged.conflicts
      this.message = '前回の入力を戻しました。「この内容で登録する」で保存されます。'
      return true
    },

    /** 住所入力; what came of it is said at the foot of the screen. */
    async fillAddress(contact: ContactDraft, who: string): Promise<void> {
      this.message = await fillAddress(contact, who)
    },

    /** False when something typed has to be corrected before anything is sent. */
    check(): boolean {
      if (!this.order || !this.draft) return false
      this.problems = readChanges(this.order, this.draft, this.reading).problems
      return Object.keys(this.problems).length === 0
    },

    /** この内容で登録する, for everything but money. True when the order is stored as typed. */
    async save(): Promise<boolean> {
      if (this.busy || this.conflicts.length > 0 || !this.check() || !this.order || !this.draft) return false
      if (!this.dirty) return true
      const { id, version: seen } = this.order
      const { changes } = readChanges(this.order, this.draft, this.reading)
      this.busy = true
      this.message = ''
      this.failure = null
      try {
        const stock = await useOrderEffects().settled()
        this.adopt(await call('orders.change', { id, seen, changes, ...stock }))
        this.message = '受注を登録しました。'
        await this.readBeside()
        return true
      } catch (error) {
        await this.refused(failureOf(error))
        return false
      } finally {
        this.busy = false
      }
    },

    /** The stored order becomes what the screen starts from; used when nothing typed is open any more. */
    adopt(stored: Order): void {
      if (stored.id !== this.openId) return
      this.order = markRaw(stored)
      this.draft = draftOf(stored)
    },

    async refused(why: Failure): Promise<void> {
      if (why.code === 'order.changed-meanwhile') await this.reload()
      else this.failure = why
    },

    /** Closes the gap between what the stored order holds of stock and points and what it should. */
    async even(how: EvenWay): Promise<void> {
      const seen = this.order?.version ?? 0
      const done = how === 'move' ? '在庫とポイントを動かしました。' : '在庫とポイントを動かさずに合わせました。'
      await this.ask(done, async (id) => call('orders.even', { id, seen, how, ...(await useOrderEffects().settled()) }))
    },

    /** GMOに照会する and 今すぐ確認. */
    inquire(): Promise<void> {
      return this.ask('GMOに照会しました。', (id) => call('settlement.inquire', { id }))
    },

    /** Ends a conflict: what the gateway shows is taken over, and no money moves. */
    adoptGateway(): Promise<void> {
      return this.ask('決済の状態をGMOに合わせました。', (id) => call('settlement.adopt', { id }))
    },

    /** GMO側に取引がありません: ends a conflict whose trade the gateway does not know. */
    async adoptMissing(): Promise<void> {
      const done = '取引がないものとして終え、連携を外しました。'
      await this.ask(done, (id) => call('settlement.adopt', { id, missing: true }))
      // The look before it may have found the trade after all.
      if (this.failure !== null) await this.reload()
    },

    async ask(done: string, work: (id: number) => Promise<Order>): Promise<void> {
      const id = this.openId
      if (id === null || this.busy) return
      this.busy = true
      this.failure = null
      try {
        await this.take(await work(id))
        this.message = done
      } catch (error) {
        await this.refused(failureOf(error))
      } finally {
        this.busy = false
      }
    },
  },
})
