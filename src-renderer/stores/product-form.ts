import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import { firstMoneySettings, moneySettingsOn, type MoneySettings } from '../../src-shared/money-settings.ts'
import type { MasterProduct } from '../../src-shared/product.ts'
import { call, failureOf } from '../api.ts'
import { shrinkPicture } from '../picture-shrink.ts'
import {
  isTyped,
  productFormOf,
  readNewProduct,
  readProductChange,
  rebasedForm,
  type ProductForm,
} from '../product-form.ts'
import { useDesk } from './desk.ts'
import { useSettings } from './settings.ts'

/** The product that is being typed. */
export const useProductForm = defineStore('product-form', () => {
  const isOpen = ref(false)
  /** As it was when the form was opened; null for one that begins. */
  const product = ref<MasterProduct | null>(null)
  const form = ref<ProductForm>(productFormOf(null, firstMoneySettings))
  const problems = ref<Readonly<Record<string, string>>>({})
  const failure = ref<Failure | null>(null)
  const busy = ref(false)
  const money = computed(moneyOfToday)
  const typed = computed(() => isTyped(form.value, product.value, money.value))
  const attempt = attempting(failure)

  function open(which: MasterProduct | null): void {
    form.value = productFormOf(which, money.value)
    product.value = which
    problems.value = {}
    failure.value = null
    isOpen.value = true
  }

  function close(): void {
    if (!busy.value) isOpen.value = false
  }

  /** Takes a chosen file for the picture, or says why not; the picture before it stays then. */
  async function choosePicture(file: Blob): Promise<void> {
    const mine = product.value
    const picture = await attempt(() => shrinkPicture(file))
    if (picture !== null && product.value === mine) form.value = { ...form.value, picture }
  }

  /** The product as stored, or null when something is in the way of it. */
  async function save(): Promise<MasterProduct | null> {
    if (busy.value) return null
    busy.value = true
    const saved = await attempt(() => send(form.value, product.value, problems))
    busy.value = false
    isOpen.value = saved === null
    return saved
  }

  /** Somebody else was faster: what they changed comes in, what was typed here stays. */
  async function reload(): Promise<void> {
    const was = product.value
    const now = was && (await attempt(() => call('products.open', { id: was.id })))
    if (!now) return
    form.value = rebasedForm(form.value, was, now, money.value)
    product.value = now
  }

  return { isOpen, product, form, problems, failure, busy, money, typed, open, close, choosePicture, save, reload }
})

/** Does one thing; what goes wrong in it becomes `failure`, and null is answered. */
function attempting(failure: { value: Failure | null }) {
  return async <T>(work: () => Promise<T>): Promise<T | null> => {
    failure.value = null
    try {
      return await work()
    } catch (error) {
      failure.value = failureOf(error)
      return null
    }
  }
}

/** The shop's rules for prices that are typed today. */
function moneyOfToday(): MoneySettings {
  const rules = useSettings().shop?.money ?? firstMoneySettings
  const today = useDesk().state?.today
  return today === undefined ? rules : moneySettingsOn(rules, today)
}

/** Sends what was typed; null with the problems when there are any. */
async function send(
  form: ProductForm,
  product: MasterProduct | null,
  problems: { value: Readonly<Record<string, string>> },
): Promise<MasterProduct | null> {
  if (product === null) {
    const read = readNewProduct(form)
    problems.value = read.problems
    return read.product && call('products.add', read.product)
  }
  const read = readProductChange(form, product)
  problems.value = read.problems
  return read.change && call('products.change', read.change)
}
