import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
import {
  headersOf,
  headerWords,
  startMailServer,
  textOfMail,
  type MailServerUnderTest,
} from '../support/mail-server.ts'
import { range, search } from '../support/window.ts'

const login = { user: 'shop@example.jp', password: 'CANARYmail9' }

let dataDir: string
let desk: LaunchedDesk
let server: MailServerUnderTest

test.beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  server = await startMailServer({ login })
  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
})

test.afterEach(async () => {
  await desk.close().catch(() => undefined)
  await server.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test('settings, a changed template and a mail from an order, read again in 送信履歴', async () => {
  const { page } = desk
  const menu = page.getByRole('navigation', { name: 'メニュー' })
  await menu.getByRole('link', { name: 'メール通知', exact: true }).click()
  await expect(page.getByText('メールサーバーの設定がまだのため、送信できません。')).toBeVisible()
  await page.getByRole('link', { name: 'メールの設定を開く' }).click()
  await page.getByLabel('サーバー名').fill('127.0.0.1')
  await page.getByLabel('暗号化').selectOption('none')
  await page.getByLabel('ポート番号').fill(String(server.port))
  await page.getByLabel('ユーザー名').fill(login.user)
  await page.getByLabel('パスワード').fill('wrong-one')
  await page.getByLabel('差出人のアドレス').fill('shop@example.jp')
  await page.getByLabel('一括送信の間隔').fill('0')
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(page.getByText('設定を登録しました。')).toBeVisible()
  await page.getByRole('button', { name: '送信テスト' }).click()
  await expect(page.getByText('ユーザー名かパスワードを断られました。')).toBeVisible()
  await page.getByLabel('パスワード').fill(login.password)
  await page.keyboard.press('Enter')
  await expect(page.getByText('設定を登録しました。')).toBeVisible()
  await page.getByRole('button', { name: '送信テスト' }).click()
  await expect(page.getByText('shop@example.jp にテストのメールを送りました。')).toBeVisible()
  expect(server.mails).toHaveLength(1)

  await menu.getByRole('link', { name: 'メールテンプレート' }).click()
  await page.getByRole('button', { name: '取り寄せのご連絡' }).click()
  await page.getByLabel('件名').fill('お取り寄せのお知らせ {{注文番号}}')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByText('テンプレートを登録しました。')).toBeVisible()
  await expect(page.getByText(/^お取り寄せのお知らせ \d+$/)).toBeVisible()

  await menu.getByRole('link', { name: '受注管理', exact: true }).click()
  await page.getByText('未連携 3', { exact: true }).waitFor()
  await search(page, () => range(page, '注文番号', ['1100', '1100']))
  await page.getByRole('row').nth(1).getByRole('link', { name: /編集/ }).click()
  await page.getByRole('main').getByRole('link', { name: 'メール通知' }).click()
  await page.getByLabel('テンプレート').selectOption({ label: '取り寄せのご連絡' })
  await expect(page.getByLabel('件名')).toHaveValue('お取り寄せのお知らせ 1100')
  const body = await page.getByLabel('本文').inputValue()
  await page.getByLabel('本文').fill(`${body}\n追伸`)
  await page.getByRole('button', { name: '1件に送信' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'やめる' })).toBeFocused()
  await page.getByRole('button', { name: '送信する' }).click()
  await expect(page.getByText('1件の手続きが終わりました。')).toBeVisible()
  const mail = server.mails[1]
  expect(mail?.to).toEqual(['shop@example.jp'])
  expect(headerWords(headersOf(mail?.raw ?? '').get('subject') ?? '')).toBe('お取り寄せのお知らせ 1100')
  expect(textOfMail(mail?.raw ?? '')).toBe(`${body}\n追伸`)
  await page.getByRole('table', { name: '送信履歴' }).getByRole('button', { name: 'お取り寄せのお知らせ 1100' }).click()
  await expect(page.getByRole('dialog').getByRole('region', { name: '本文' })).toContainText('追伸')
  await page.getByRole('button', { name: '閉じる' }).click()
  await page.getByRole('table', { name: '送信履歴' }).getByRole('link', { name: '1100' }).click()
  await expect(page.getByText('メールを送信しました（取り寄せのご連絡）')).toBeVisible()
  await expect(page.locator('body')).not.toContainText(login.password)
  for (const file of ['shop.sqlite', 'shop.sqlite-wal', 'secrets.json']) {
    expect(readFileSync(join(dataDir, file)).includes(login.password), file).toBe(false)
  }
})
