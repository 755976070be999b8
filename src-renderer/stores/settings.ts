import { defineStore } from 'pinia'
import type { CallOutput, LinkReport } from '../../src-shared/api.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type {
  GatewaySettings,
  GatewaySettingsInput,
  ShopSettings,
  ShopSettingsInput,
} from '../../src-shared/settings.ts'
import { call, failureOf, onEvent } from '../api.ts'

interface SettingsState {
  gateway: GatewaySettings | null
  shop: ShopSettings | null
  tested: CallOutput<'settings.test-gateway'> | null
  /** Progress of まとめて照会する while it runs. */
  linking: { readonly done: number; readonly total: number } | null
  linked: LinkReport | null
  failure: Failure | null
  message: string
  busy: boolean
}

/** 基本設定: ショップ and 決済（GMO）. */
export const useSettings = defineStore('settings', {
  state: (): SettingsState => ({
    gateway: null,
    shop: null,
    tested: null,
    linking: null,
    linked: null,
    failure: null,
    message: '',
    busy: false,
  }),
  actions: {
    /** Runs one step at a time; its failure is shown, its success may leave a message. */
    async step(work: () => Promise<void>, message = ''): Promise<void> {
      if (this.busy) return
      this.busy = true
      this.failure = null
      this.message = ''
      try {
        await work()
        this.message = message
      } catch (error) {
        this.failure = failureOf(error)
      } finally {
        this.busy = false
      }
    },

    loadGateway(): Promise<void> {
      this.tested = null
      this.linked = null
      return this.step(async () => {
        this.gateway = await call('settings.gateway', {})
      })
    },

    saveGateway(input: GatewaySettingsInput): Promise<void> {
      this.tested = null
      return this.step(async () => {
        this.gateway = await call('settings.save-gateway', input)
      }, '設定を登録しました。')
    },

    testGateway(): Promise<void> {
      return this.step(async () => {
        this.tested = await call('settings.test-gateway', {})
      })
    },

    loadShop(): Promise<void> {
      return this.step(async () => {
        this.shop = await call('settings.shop', {})
      })
    },

    saveShop(input: ShopSettingsInput): Promise<void> {
      return this.step(async () => {
        this.shop = await call('settings.save-shop', input)
      }, '設定を登録しました。')
    },

    /** まとめて照会する, with the progress that the core reports. */
    linkAll(): Promise<void> {
      return this.step(async () => {
        this.linked = null
        this.linking = { done: 0, total: 0 }
        const stop = onEvent('settlement.linking', (progress) => {
          this.linking = progress
        })
        try {
          this.linked = await call('settlement.link-all', {})
        } finally {
          stop()
          this.linking = null
        }
      })
    },
  },
})
