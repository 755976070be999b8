import { afterEach, describe, expect, it } from 'vitest'
import MailPage from '../../src-renderer/pages/MailPage.vue'
import { createFakeDesk, FakeRefusal } from '../support/fake-bridge.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = { mail: { path: '/mail', page: MailPage } }

afterEach(() => {
  document.body.replaceChildren()
})

const field = (id: string) => document.getElementById(id) as HTMLInputElement | HTMLTextAreaElement

describe('what was written for one order', () => {
  it('読み直す after a refusal keeps what was written, and reads the plan anew', async () => {
    const desk = createFakeDesk({
      'mail.send': () => {
        throw new FakeRefusal('order.changed-meanwhile', { orderNo: '91' })
      },
    })
    const { wrapper } = await mountPages(desk, pages, '/mail?orders=91')
    await wrapper.find('#mail-body').setValue('書き直した本文')
    button('1件に送信').click()
    await settle()
    button('送信する').click()
    await settle()
    const before = desk.inputs('mail.plan').length
    button('読み直す').click()
    await settle()
    expect(desk.inputs('mail.plan')).toHaveLength(before + 1)
    expect(document.querySelector('.failure-box')).toBeNull()
    expect(field('mail-body').value).toBe('書き直した本文')
  })

  it('asks before another template takes the place of what was written', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/mail?orders=91')
    const template = wrapper.find<HTMLSelectElement>('#mail-template')
    await template.setValue('cancelled')
    await settle()
    expect(desk.inputs('mail.preview').at(-1)?.templateId).toBe('cancelled')
    await wrapper.find('#mail-body').setValue('書き直した本文')
    await template.setValue('received')
    await settle()
    button('編集に戻る').click()
    await settle()
    expect([template.element.value, field('mail-body').value]).toEqual(['cancelled', '書き直した本文'])
    await template.setValue('received')
    await settle()
    button('変更を捨てて移動する').click()
    await settle()
    expect([template.element.value, field('mail-body').value]).toEqual(['received', '本文 91'])
    expect(desk.inputs('mail.preview').at(-1)?.templateId).toBe('received')
  })
})
