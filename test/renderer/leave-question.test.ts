import { afterEach, describe, expect, it } from 'vitest'
import GatewayPage from '../../src-renderer/pages/GatewayPage.vue'
import MailPage from '../../src-renderer/pages/MailPage.vue'
import MailSettingsPage from '../../src-renderer/pages/MailSettingsPage.vue'
import MailTemplatesPage from '../../src-renderer/pages/MailTemplatesPage.vue'
import OrderNewPage from '../../src-renderer/pages/OrderNewPage.vue'
import ShippingPage from '../../src-renderer/pages/ShippingPage.vue'
import ShopPage from '../../src-renderer/pages/ShopPage.vue'
import { createFakeDesk } from '../support/fake-bridge.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = {
  'order-new': { path: '/orders/new', page: OrderNewPage },
  shipping: { path: '/shipping', page: ShippingPage },
  shop: { path: '/settings/shop', page: ShopPage },
  gateway: { path: '/settings/gateway', page: GatewayPage },
  mail: { path: '/mail', page: MailPage },
  'mail-settings': { path: '/settings/mail', page: MailSettingsPage },
  'mail-templates': { path: '/content/mail-templates', page: MailTemplatesPage },
}

/** Every screen with a form, and a field of it. */
const screens = [
  ['受注登録', '/orders/new', '[aria-label="注文者 姓"]'],
  ['配送業者・送料', '/shipping', '#free-from'],
  ['ショップ', '/settings/shop', '#shop-name'],
  ['決済（GMO）', '/settings/gateway', '#gateway-days'],
  ['メール', '/settings/mail', '#mail-host'],
  ['メールテンプレート', '/content/mail-templates', 'textarea'],
  ['メール通知', '/mail?orders=91', '#mail-body'],
] as const

const isAsked = () => document.querySelector('.dialog')?.textContent.includes('登録していない変更があります') === true

/** The screen at `path`, and the way to another one begun. */
async function leaving(path: string, typeInto: string | null) {
  const { wrapper, router } = await mountPages(createFakeDesk(), pages, path)
  if (typeInto !== null) await wrapper.find(typeInto).setValue('30')
  const gone = router.push({ name: 'data' })
  await settle()
  return { gone, now: () => router.currentRoute.value.name }
}

afterEach(() => {
  document.body.replaceChildren()
})

describe.each(screens)('leaving %s', (_, path, field) => {
  it('asks nothing while nothing was typed', async () => {
    const { now } = await leaving(path, null)
    expect([isAsked(), now()]).toEqual([false, 'data'])
  })

  it('asks before what was typed is lost, and stays when one wants to', async () => {
    const { gone, now } = await leaving(path, field)
    expect([isAsked(), now() === 'data']).toEqual([true, false])
    button('編集に戻る').click()
    await gone
    expect(now()).not.toBe('data')
  })

  it('goes when one lets go of it', async () => {
    const { gone, now } = await leaving(path, field)
    button('変更を捨てて移動する').click()
    await gone
    expect(now()).toBe('data')
  })
})

it('a mail that has gone is not asked about any more', async () => {
  const { wrapper, router } = await mountPages(createFakeDesk(), pages, '/mail?orders=91')
  await wrapper.find('#mail-body').setValue('書き直した本文')
  button('1件に送信').click()
  await settle()
  button('送信する').click()
  await settle()
  await router.push({ name: 'data' })
  expect([isAsked(), router.currentRoute.value.name]).toEqual([false, 'data'])
})

it('another order beside a mail that was written asks too: its text would be lost', async () => {
  const { wrapper, router } = await mountPages(createFakeDesk(), pages, '/mail?orders=91')
  await wrapper.find('#mail-body').setValue('書き直した本文')
  const gone = router.push('/mail?orders=91,92')
  await settle()
  expect(isAsked()).toBe(true)
  button('編集に戻る').click()
  await gone
  expect(router.currentRoute.value.query).toEqual({ orders: '91' })
})
