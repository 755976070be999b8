// A walk through every screen and every dialog of the window, on a sample shop: pictures are taken along it, and the
// accessibility of each stop is looked at. A stop names the route it stands on and the part that it is there to show.
import { fileURLToPath } from 'node:url'
import { goodsStops } from './tour-goods.mjs'
import {
  bringConflict,
  button,
  closeDialogs,
  dialog,
  forgetSearches,
  issueLink,
  list,
  mailTo,
  onlyHeld,
  openHeldOrder,
  pickVariant,
  setUpMail,
  stop,
  typeOrder,
  visit,
} from './tour-steps.mjs'

const orderFile = fileURLToPath(new URL('../test/fixtures/csv/ec2_order.cp932.csv', import.meta.url))

/** Every stop, in this order. */
export const tour = [
  // The sample is complete when only the three orders are unlinked that are meant to be.
  stop('home', 'home', (page) => page.getByText('未連携 3', { exact: true }).waitFor()),
  stop('palette', 'home', (page) => page.keyboard.press('Control+k'), 'CommandPalette'),
  stop(
    'keys',
    'home',
    async (page) => {
      await closeDialogs(page)
      await button(page, 'キー操作の一覧').click()
    },
    'KeyHelp',
  ),
  stop('status', 'status', (page) => visit(page, 'ステータス管理')),
  stop(
    'move-dialog',
    'status',
    async (page) => {
      await page.getByRole('button', { name: /^発送済み/ }).click()
      await page.getByRole('row').filter({ hasText: '実売上' }).first().getByRole('checkbox').check()
      await page.getByRole('combobox', { name: '移動先の対応状況' }).selectOption({ label: 'キャンセル' })
      await button(page, '移動').click()
      await dialog(page).waitFor()
    },
    'MoveDialog',
  ),
  stop('help', 'help', (page) => visit(page, 'ヘルプ（FAQ）')),
  stop('orders', 'orders', list),
  stop(
    'columns-dialog',
    'orders',
    async (page) => {
      await button(page, '表示項目').click()
      await dialog(page).waitFor()
    },
    'ColumnDialog',
  ),
  stop(
    'export-dialog',
    'orders',
    async (page) => {
      await closeDialogs(page)
      await button(page, 'CSVダウンロード').click()
      await dialog(page).waitFor()
    },
    'ExportDialog',
  ),
  stop(
    'layout-editor',
    'orders',
    async (page) => {
      await button(page, '新しい形式を作る').click()
      await page.getByLabel('この形式の名前').waitFor()
    },
    'LayoutEditor',
  ),
  stop(
    'delete-dialog',
    'orders',
    async (page) => {
      await closeDialogs(page)
      await page
        .getByRole('button', { name: /^注文 .+ を削除$/ })
        .first()
        .click()
      await dialog(page).waitFor()
    },
    'DeleteDialog',
  ),
  stop(
    'name-dialog',
    'orders',
    async (page) => {
      await closeDialogs(page)
      await forgetSearches(page)
      await button(page, 'いまの条件を保存').click()
      await dialog(page).getByRole('textbox').fill('今週の発送')
    },
    'NameDialog',
  ),
  stop(
    'manage-searches',
    'orders',
    async (page) => {
      await button(page, '保存する').click()
      await page.waitForTimeout(400)
      await closeDialogs(page)
      await button(page, '名前の変更・削除').click()
      await dialog(page).waitFor()
    },
    'ManageSearches',
  ),
  stop('payment-link', 'order', issueLink),
  stop(
    'another-link',
    'order',
    async (page) => {
      await button(page, '新しいリンクを発行').click()
      await dialog(page).waitFor()
    },
    'AnotherLinkDialog',
  ),
  stop('orders-found', 'orders', onlyHeld),
  stop('order-edit', 'order', openHeldOrder),
  stop('order-people', 'order', async (page) => {
    const open = page.getByRole('main').getByRole('button', { name: /変更$/ })
    while ((await open.count()) > 0) await open.first().click()
  }),
  stop(
    'money-dialog',
    'order',
    async (page) => {
      await openHeldOrder(page)
      await page.getByRole('combobox', { name: 'カード決済状況変更' }).selectOption('sales')
      await button(page, 'この内容で登録する').click()
      await dialog(page).waitFor()
    },
    'MoneyDialog',
  ),
  stop(
    'conflict-dialog',
    'order',
    async (page) => {
      await closeDialogs(page)
      await page.getByRole('combobox', { name: 'カード決済状況変更' }).selectOption({ label: '変更しない' })
      await bringConflict(page)
    },
    'ConflictDialog',
  ),
  stop(
    'leave-dialog',
    'order',
    async (page) => {
      await dialog(page).getByRole('button').last().click()
      await page.getByLabel('メモ').first().fill('まだ登録していないメモ')
      await page.getByRole('link', { name: '受注管理', exact: true }).click()
      await dialog(page).waitFor()
    },
    'LeaveDialog',
  ),
  stop('import-choose', 'import', async (page) => {
    const leave = page.getByRole('button', { name: /変更を(破棄|捨てて)/ })
    await leave.click()
    await visit(page, '受注取込')
  }),
  stop('import', 'import', async (page) => {
    await page.locator('input[type=file]').setInputFiles(orderFile)
    await button(page, 'この内容で取り込む').waitFor()
  }),
  stop('reconcile', 'reconcile', async (page) => {
    await visit(page, '照合')
    await button(page, '今すぐ照会する').click()
    await page.getByRole('row').nth(1).waitFor()
    await button(page, '今すぐ照会する').waitFor()
  }),
  stop('order-new', 'order-new', typeOrder),
  stop('product-picker', 'order-new', pickVariant),
  stop('cards', 'cards', async (page) => {
    await visit(page, 'カード決済情報')
    await page
      .getByRole('checkbox', { name: /を選択$/ })
      .first()
      .check()
  }),
  stop('bulk-preview', 'bulk-preview', async (page) => {
    await page.getByRole('combobox', { name: '変更後のカード決済状況' }).selectOption({ label: '実売上' })
    await button(page, '決済状況変更').click()
    await page.getByRole('heading', { name: '一括処理の確認' }).waitFor()
  }),
  stop('bulk-report', 'bulk-run', async (page) => {
    await page.getByRole('button', { name: /件の処理を始める/ }).click()
    await page.getByRole('heading', { name: /終了/ }).waitFor()
  }),
  stop('bulk', 'bulk', (page) => visit(page, '一括処理')),
  stop('deadlines', 'deadlines', (page) => visit(page, '期限レーダー')),
  stop('mail-settings', 'mail-settings', setUpMail),
  stop('mail', 'mail', (page) => mailTo(page, 3)),
  stop(
    'mail-confirm',
    'mail',
    async (page) => {
      await mailTo(page, 1)
      await page.getByRole('button', { name: /1件に送信/ }).click()
      await dialog(page).waitFor()
    },
    'MailConfirmDialog',
  ),
  stop(
    'mail-text',
    'mail',
    async (page) => {
      await button(page, '送信する').click()
      await page.getByText('1件の手続きが終わりました。').waitFor()
      await page.getByRole('table', { name: '送信履歴' }).getByRole('button').first().click()
      await dialog(page).waitFor()
    },
    'MailTextDialog',
  ),
  stop('mail-templates', 'mail-templates', (page) => visit(page, 'メールテンプレート')),
  stop(
    'template-reset',
    'mail-templates',
    async (page) => {
      const reset = button(page, '初期の文面に戻す')
      if (!(await reset.isVisible())) {
        await page.getByLabel('件名').fill('ご注文ありがとうございます {{注文番号}}')
        await button(page, 'この内容で登録する').click()
      }
      await reset.click()
      await dialog(page).waitFor()
    },
    'MailTemplatesPage',
  ),
  stop('shop', 'shop', async (page) => {
    await button(page, '戻す').click()
    await visit(page, 'ショップ')
  }),
  stop('shop-rates', 'shop', async (page) => {
    await button(page, '税率の変更を追加').click()
    await page.getByText(/^法定の税率（/).click()
    await page.getByLabel('1件目の変更 適用日').fill('2027/04/01')
    await page.getByLabel('1件目の変更 税率').fill('0')
  }),
  stop('shipping', 'shipping', async (page) => {
    await visit(page, '配送業者・送料')
    await button(page, '配送業者を追加').click()
  }),
  ...goodsStops,
  stop('gateway', 'gateway', (page) => visit(page, '決済（GMO）')),
  stop('data', 'data', (page) => visit(page, 'データ')),
  stop(
    'restore-dialog',
    'data',
    async (page) => {
      await button(page, '今すぐバックアップ').click()
      await page.getByRole('button', { name: /戻す/ }).first().click()
      await dialog(page).waitFor()
    },
    'DataPage',
  ),
  stop('tray', 'data', async (page) => {
    await closeDialogs(page)
    await page.getByRole('button', { name: /^要確認/ }).click()
  }),
  stop('help-panel', 'data', async (page) => {
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'ヘルプ', exact: true }).click()
  }),
]
