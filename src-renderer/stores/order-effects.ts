import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { EffectPreview } from '../../src-shared/effect-preview.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type { StockChoice, StockQuestion } from '../../src-shared/order-effects.ts'
import { call, failureOf } from '../api.ts'
import type { EffectRequest } from '../effect-request.ts'

interface OrderEffectsState {
  request: EffectRequest | null
  /** The order last followed; null for one that is being entered. */
  order: number | null
  preview: EffectPreview | null
  failure: Failure | null
  /** As ticked; null leaves it to the preset. */
  choice: StockChoice | null
  /** What the tick answered. */
  question: StockQuestion | null
  loading: boolean
  asked: number
  timer: number
}

/** Long enough that nobody types past it, short enough that nobody waits for it. */
const TYPING_MS = 150

const startState = (): OrderEffectsState => ({
  request: null,
  order: null,
  preview: null,
  failure: null,
  choice: null,
  question: null,
  loading: false,
  asked: 0,
  timer: 0,
})

/** What saving the open form does to stock and points, as the core counts it. */
export const useOrderEffects = defineStore('order-effects', {
  state: startState,
  actions: {
    /**
     * Shows the effects of another text of the form; of another order from nothing on. Null while the form cannot be read:
     * a tick stays for when it can again.
     */
    follow(request: EffectRequest | null): void {
      this.asked += 1
      window.clearTimeout(this.timer)
      this.request = request === null ? null : markRaw(request)
      this.loading = request !== null
      if (request === null) {
        Object.assign(this, { preview: null, failure: null })
        return
      }
      const order = orderOf(request)
      if (order !== this.order) Object.assign(this, { order, preview: null, failure: null, choice: null })
      this.timer = window.setTimeout(() => void this.ask(), this.preview === null ? 0 : TYPING_MS)
    },

    async ask(): Promise<void> {
      const { request } = this
      window.clearTimeout(this.timer)
      if (request === null) return
      this.loading = true
      this.asked += 1
      const mine = this.asked
      try {
        const preview = await askFor(request, this.choice)
        if (mine !== this.asked) return
        this.preview = markRaw(preview)
        this.failure = null
        // A tick belongs to its question: another one is preset anew.
        if (this.choice !== null && preview.asked?.question !== this.question) {
          this.choice = null
          if (preview.asked !== null) await this.ask()
        }
      } catch (error) {
        if (mine === this.asked) Object.assign(this, { failure: failureOf(error), preview: null })
      } finally {
        if (mine === this.asked) this.loading = false
      }
    },

    async choose(choice: StockChoice): Promise<void> {
      this.choice = choice
      this.question = this.preview?.asked?.question ?? null
      await this.ask()
    },

    /**
     * What is sent with the change, once the core has answered for the form as it is now: what the screen shows ticked,
     * nothing where nothing is asked.
     */
    async settled(): Promise<{ readonly stock?: StockChoice }> {
      while (this.loading) await this.ask()
      const choice = this.preview === null ? this.choice : this.preview.choice
      return choice === null ? {} : { stock: choice }
    },

    close(): void {
      window.clearTimeout(this.timer)
      const { asked } = this
      Object.assign(this, startState(), { asked: asked + 1 })
    },
  },
})

function orderOf(request: EffectRequest | null): number | null {
  return request?.kind === 'change' ? request.input.id : null
}

function askFor(request: EffectRequest, choice: StockChoice | null): Promise<EffectPreview> {
  if (request.kind === 'create') return call('orders.preview-create', request.input)
  return call('orders.preview-change', { ...request.input, ...(choice === null ? {} : { stock: choice }) })
}
