// A walk through every screen and every dialog of the window, on a sample shop: pictures are taken along it, and the
// accessibility of each stop is looked at. A stop names the route it stands on and the part that it is there to show.
import { fileURLToPath } from 'node:url'

const orderFile = fileURLToPath(new URL('../test/fixtures/csv/ec2_order.cp932.csv', import.meta.url))
const dialog = (page) => page.getByRole('dialog').last()
const button = (page, name) => page.getByRole('button', { name, exact: true })

/** Closes whatever lies over the screen, changing nothing. */
async function closeDialogs(page) {
  for (let tries = 0; tries < 5 && (await page.getByRole('dialog').count()) > 0; tries += 1) {
    const away = dialog(page).getByRole('button', { name: /^(やめる|閉じる|戻る|このまま編集を続ける)$/ })
    if ((await away.count()) > 0) await away.first().click()
    else await page.keyboard.press('Escape')
    await page.waitForTimeout(350)
  }
}

/** Opens a screen by its name in the menu; what was typed before is left behind. */
async function visit(page, name) {
  await closeDialogs(page)
  await page.getByRole('navigation', { name: 'メニュー' }).getByRole('link', { name, exact: true }).click()
  await page.waitForTimeout(300)
  const leave = page.getByRole('button', { name: /変更を(破棄|捨てて)/ })
  if (await leave.isVisible()) await leave.click()
}

/** 受注管理 with the conditions folded open again. */
async function list(page) {
  await visit(page, '受注管理')
  await page.locator('tbody tr').first().waitFor()
}

/** The first order of the list with a card trade that can be captured. */
async function openHeldOrder(page) {
  await list(page)
  await page.locator('tbody tr', { hasText: '仮売上' }).first().click()
  await page.getByRole('heading', { name: /受注編集/ }).waitFor()
}

async function onlyHeld(page) {
  await list(page)
  await page.getByRole('button', { name: /^カード決済状況:/ }).click()
  await page.getByRole('checkbox', { name: '仮売上', exact: true }).check()
  await page.keyboard.press('Escape')
  await button(page, 'この条件で検索する').click()
  await button(page, '検索条件を開く').waitFor()
}

async function issueLink(page) {
  await list(page)
  await page.locator('tbody tr', { hasText: '未連携' }).first().click()
  const panel = page.getByRole('region', { name: '決済リンク' })
  const link = panel.getByLabel('決済リンクのURL')
  const issue = panel.getByRole('button', { name: '決済リンクを発行' })
  await link.or(issue).waitFor()
  if (await issue.isVisible()) await issue.click()
  await link.waitFor()
  await panel.scrollIntoViewIfNeeded()
}

async function typeOrder(page) {
  await visit(page, '受注登録')
  await button(page, '空の行を追加').click()
  await page.getByLabel('1行目 商品名').fill('商品A')
  await page.getByLabel('1行目 単価', { exact: true }).fill('5250')
  await page.getByLabel('送料').fill('525')
}

/** Somebody else changes the メモ that is being typed: the answer of another window, sent from this one. */
async function bringConflict(page) {
  await closeDialogs(page)
  const id = Number(/orders\/(\d+)/.exec(page.url())?.[1])
  await page.getByLabel('メモ').first().fill('わたしのメモ')
  await page.evaluate(async (order) => {
    const found = await globalThis.juchu.call('orders.open', { id: order })
    const changes = { note: `ほかの人のメモ ${String(found.value.version)}` }
    await globalThis.juchu.call('orders.change', { id: order, seen: found.value.version, changes })
  }, id)
  await dialog(page).waitFor()
}

async function setUpMail(page) {
  await visit(page, 'メール')
  await page.getByLabel('サーバー名').fill('127.0.0.1')
  await page.getByLabel('暗号化').selectOption('none')
  // Nothing listens there: the mail fails, and that is shown.
  await page.getByLabel('ポート番号').fill('9')
  await page.getByLabel('差出人のアドレス').fill('shop@example.jp')
  await page.getByLabel('一括送信の間隔').fill('0')
  await button(page, 'この内容で登録する').click()
  await page.getByText('設定を登録しました。').waitFor()
}

/** Saved searches of an earlier walk go, so that the name is free again. */
async function forgetSearches(page) {
  const manage = button(page, '名前の変更・削除')
  if (!(await manage.isVisible())) return
  await manage.click()
  const rows = dialog(page).getByRole('button', { name: /削除/ })
  while ((await rows.count()) > 0) await rows.first().click()
  await closeDialogs(page)
}

async function mailTo(page, count) {
  await list(page)
  const boxes = page.getByRole('checkbox', { name: /を選択$/ })
  const none = button(page, '全て解除')
  if (await none.isEnabled()) await none.click()
  for (let at = 0; at < count; at += 1) await boxes.nth(at).check()
  await button(page, '選択した受注に通知').click()
  await page.getByLabel('本文').waitFor()
  const again = page.getByLabel(/前に送った注文にも送る/)
  if (await again.isVisible()) await again.check()
}

const stop = (name, route, go, part = null) => ({ name, route, part, go })

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
