import { defineStore } from 'pinia'
import { computed, ref, type Ref } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import { firstMoneySettings, moneySettingsOn, type MoneySettings } from '../../src-shared/money-settings.ts'
import type { MasterProduct } from '../../src-shared/product.ts'
import { call } from '../api.ts'
import { attempting, type Attempt } from '../attempt.ts'
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
  const { attempt, forget } = attempting(failure)
  const { shrinking, shrunk, choosePicture, removePicture, dropPicture } = choosing(form, busy, attempt)
  const typed = computed(() => shrinking.value || isTyped(form.value, product.value, money.value))

  /** What was begun for the form before this one no longer counts. */
  function begin(which: MasterProduct | null, opens: boolean): void {
    forget()
    dropPicture()
    form.value = productFormOf(which, money.value)
    product.value = which
    problems.value = {}
    isOpen.value = opens
  }

  function open(which: MasterProduct | null): void {
    if (!busy.value) begin(which, true)
  }

  function close(): void {
    if (!busy.value) begin(null, false)
  }

  /** The product as stored, with the picture that is still being shrunk; null when something is in the way of it. */
  async function save(): Promise<MasterProduct | null> {
    if (busy.value) return null
    busy.value = true
    const saved = (await shrunk()) ? await attempt(() => send(form.value, product.value, problems)) : null
    busy.value = false
    if (saved !== null) close()
    return saved
  }

  /** Somebody else was faster: what they changed comes in, what was typed here stays. */
  async function reload(): Promise<void> {
    const was = product.value
    if (busy.value) return
    const now = was && (await attempt(() => call('products.open', { id: was.id })))
    if (!now) return
    form.value = rebasedForm(form.value, was, now, money.value)
    product.value = now
  }

  return {
    ...{ isOpen, product, form, problems, failure, busy, money, typed, shrinking },
    ...{ open, close, choosePicture, removePicture, save, reload },
  }
})

/** The picture of the form: the last choice counts, also one that is still being shrunk. */
function choosing(form: Ref<ProductForm>, busy: Ref<boolean>, attempt: Attempt) {
  const shrinking = ref(false)
  let turn = 0
  let work = Promise.resolve(true)

  async function shrink(file: Blob, mine: number): Promise<boolean> {
    const picture = await attempt(async () => {
      try {
        return await shrinkPicture(file)
      } catch (error) {
        if (mine === turn) throw error
        return null
      }
    })
    if (mine !== turn) return true
    shrinking.value = false
    if (picture !== null) form.value = { ...form.value, picture }
    return picture !== null
  }

  /** Takes a chosen file for the picture, or says why not; the picture before it stays then. */
  async function choosePicture(file: Blob): Promise<void> {
    if (busy.value) return
    turn += 1
    shrinking.value = true
    work = shrink(file, turn)
    await work
  }

  /** A picture that is still being shrunk is not waited for. */
  function dropPicture(): void {
    turn += 1
    shrinking.value = false
  }

  function removePicture(): void {
    if (busy.value) return
    dropPicture()
    form.value = { ...form.value, picture: null }
  }

  /** Waits for a picture that is being shrunk; false when it could not be taken. */
  const shrunk = (): Promise<boolean> => (shrinking.value ? work : Promise.resolve(true))

  return { shrinking, shrunk, choosePicture, removePicture, dropPicture }
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
