// What the walk through the window does on its way, each step from wherever the last one ended.
/** One stop of the walk: the route it stands on, and the part that it is there to show. */
export const stop = (name, route, go, part = null) => ({ name, route, part, go })
/** The dialog on top. */
export const dialog = (page) => page.getByRole('dialog').last()
/** A button by its whole name. */
export const button = (page, name) => page.getByRole('button', { name, exact: true })

/** Closes whatever lies over the screen, changing nothing. */
export async function closeDialogs(page) {
  for (let tries = 0; tries < 5 && (await page.getByRole('dialog').count()) > 0; tries += 1) {
    const away = dialog(page).getByRole('button', { name: /^(やめる|閉じる|戻る|このまま編集を続ける)$/ })
    if ((await away.count()) > 0) await away.first().click()
    else await page.keyboard.press('Escape')
    await page.waitForTimeout(350)
  }
}

/** Opens a screen by its name in the menu; what was typed before is left behind. */
export async function visit(page, name) {
  await closeDialogs(page)
  await page.getByRole('navigation', { name: 'メニュー' }).getByRole('link', { name, exact: true }).click()
  await page.waitForTimeout(300)
  const leave = page.getByRole('button', { name: /変更を(破棄|捨てて)/ })
  if (await leave.isVisible()) await leave.click()
}

/** 受注管理 with the conditions folded open again. */
export async function list(page) {
  await visit(page, '受注管理')
  await page.locator('tbody tr').first().waitFor()
}

/** The first order of the list with a card trade that can be captured. */
export async function openHeldOrder(page) {
  await list(page)
  await page.locator('tbody tr', { hasText: '仮売上' }).first().click()
  await page.getByRole('heading', { name: /受注編集/ }).waitFor()
}

export async function onlyHeld(page) {
  await list(page)
  await page.getByRole('button', { name: /^カード決済状況:/ }).click()
  await page.getByRole('checkbox', { name: '仮売上', exact: true }).check()
  await page.keyboard.press('Escape')
  await button(page, 'この条件で検索する').click()
  await button(page, '検索条件を開く').waitFor()
}

export async function issueLink(page) {
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

export async function typeOrder(page) {
  await visit(page, '受注登録')
  await button(page, '空の行を追加').click()
  await page.getByLabel('1行目 商品名').fill('商品A')
  await page.getByLabel('1行目 単価', { exact: true }).fill('5250')
  await page.getByLabel('送料').fill('525')
}

/** A product of several 規格, found by its name and chosen as far as the 規格. */
export async function pickVariant(page) {
  await page.getByRole('combobox', { name: '商品の追加' }).fill('手ぬぐい')
  await page.getByRole('option', { name: /規格を選ぶ/ }).click()
  await page.getByRole('option', { name: /青海波/ }).waitFor()
}

/** Somebody else changes the メモ that is being typed: the answer of another window, sent from this one. */
export async function bringConflict(page) {
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

export async function setUpMail(page) {
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
export async function forgetSearches(page) {
  const manage = button(page, '名前の変更・削除')
  if (!(await manage.isVisible())) return
  await manage.click()
  await dialog(page).waitFor()
  const rows = dialog(page).getByRole('button', { name: /削除/ })
  for (let left = await rows.count(); left > 0; left -= 1) {
    await rows.first().click()
    await button(dialog(page), '本当に削除する').click()
    await rows.nth(left - 1).waitFor({ state: 'detached' })
  }
  await closeDialogs(page)
}

export async function mailTo(page, count) {
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
