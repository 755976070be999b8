/** One thing the operator can do from anywhere; feeds the menu, the palette and the list of keys. */
export interface Command {
  readonly id: string
  readonly title: string
  /** Menu the command belongs to; null for those that are only keys. */
  readonly section: string | null
  /** Route name of the screen it opens, if it opens one. */
  readonly route: string | null
  /** As `keys.ts` reads it: `Mod+K`, `?`, `j`. Empty when it has none. */
  readonly keys: readonly string[]
  /** Where the keys work, for the list of keys. */
  readonly where:
    | '全画面'
    | '管理メイン'
    | 'ステータス管理'
    | '受注管理'
    | '受注編集'
    | 'カード決済情報・期限レーダー'
    | '商品マスター'
    | '会員ポイント'
  /** Makes no sense away from the row that has the focus: not in the palette. */
  readonly byKeyOnly?: boolean
}

/** The nine menus of the guide (p.4) in its order; one without a screen does not show. */
const menuOrder = [
  '基本設定',
  '商品管理',
  '顧客管理',
  '受注管理',
  '集計',
  '送料管理',
  'コンテンツ管理',
  'マネージング管理',
  'システム設定',
] as const

const screen = (id: string, section: string, title: string): Command => ({
  id,
  title,
  section,
  route: id,
  keys: [],
  where: '全画面',
})

const key = (id: string, title: string, where: Command['where'], ...keys: string[]): Command => ({
  id,
  title,
  section: null,
  route: null,
  keys,
  where,
})

const rowKey = (id: string, title: string, where: Command['where'], ...keys: string[]): Command => ({
  ...key(id, title, where, ...keys),
  byKeyOnly: true,
})

/** Every command, in the order in which menus and lists show them. */
export const commands: readonly Command[] = [
  { id: 'home', title: '管理メイン', section: null, route: 'home', keys: ['g'], where: '全画面' },
  screen('orders', '受注管理', '受注管理'),
  screen('cards', '受注管理', 'カード決済情報'),
  screen('deadlines', '受注管理', '期限レーダー'),
  screen('bulk', '受注管理', '一括処理'),
  { ...screen('order-new', '受注管理', '受注登録'), keys: ['n'] },
  screen('status', '受注管理', 'ステータス管理'),
  screen('import', '受注管理', '受注取込'),
  screen('reconcile', '受注管理', '照合'),
  screen('mail', '受注管理', 'メール通知'),
  screen('shop', '基本設定', 'ショップ'),
  screen('gateway', '基本設定', '決済（GMO）'),
  screen('mail-settings', '基本設定', 'メール'),
  screen('products', '商品管理', '商品マスター'),
  screen('member-points', '顧客管理', '会員ポイント'),
  screen('member-import', '顧客管理', '会員取込'),
  screen('shipping', '送料管理', '配送業者・送料'),
  screen('mail-templates', 'コンテンツ管理', 'メールテンプレート'),
  screen('help', 'コンテンツ管理', 'ヘルプ（FAQ）'),
  screen('data', 'システム設定', 'データ'),
  key('palette', '画面・受注・顧客・操作を探す', '全画面', 'Mod+K'),
  key('faq', 'ヘルプを横に開く', '全画面', 'F1'),
  key('keys', 'キー操作の一覧', '全画面', '?'),
  rowKey('today-down', '次の行へ', '管理メイン', 'j', 'ArrowDown'),
  rowKey('today-up', '前の行へ', '管理メイン', 'k', 'ArrowUp'),
  rowKey('today-open', '一覧・受注を開く', '管理メイン', 'Enter'),
  rowKey('today-tick', '選択する・外す', '管理メイン', 'Space'),
  key('today-settle', '選んだ受注の決済へ進む', '管理メイン', 's'),
  rowKey('status-down', '次の行へ', 'ステータス管理', 'j', 'ArrowDown'),
  rowKey('status-up', '前の行へ', 'ステータス管理', 'k', 'ArrowUp'),
  rowKey('status-open', '選んだ受注を開く', 'ステータス管理', 'Enter'),
  rowKey('status-tick', '選択する・外す', 'ステータス管理', 'Space'),
  key('status-page', 'このページをすべて選択', 'ステータス管理', 'a'),
  key('status-to', '移動先を選ぶ', 'ステータス管理', 'm'),
  key('search', '検索条件を開く', '受注管理', 'f'),
  key('words', 'フリーワードで探す', '受注管理', '/'),
  key('saved', '保存した検索を開く', '受注管理', 's'),
  rowKey('down', '次の行へ', '受注管理', 'j', 'ArrowDown'),
  rowKey('up', '前の行へ', '受注管理', 'k', 'ArrowUp'),
  rowKey('open', '選んだ受注を開く', '受注管理', 'Enter'),
  rowKey('tick', 'この行を選択・解除', '受注管理', 'Space'),
  key('tick-page', 'このページをすべて選択・解除', '受注管理', 'x'),
  key('tick-all', '検索結果をすべて選択・解除', '受注管理', 'a'),
  key('page-next', '次のページ', '受注管理', ']'),
  key('page-previous', '前のページ', '受注管理', '['),
  rowKey('buyer', '顧客の編集（注文者を開く）', '受注管理', 'u'),
  rowKey('purchases', '購入履歴', '受注管理', 'h'),
  rowKey('notify', 'メール通知', '受注管理', 'm'),
  rowKey('delete', '受注の削除、削除した受注は元に戻す', '受注管理', 'd'),
  key('undo', '直前の削除を元に戻す', '受注管理', 'z'),
  key('export', 'CSVダウンロード', '受注管理', 'c'),
  key('columns', '表示項目を選ぶ', '受注管理', 'v'),
  key('to-settlement', 'カード決済状況変更へ', '受注編集', 's'),
  rowKey('bulk-down', '次の行へ', 'カード決済情報・期限レーダー', 'j', 'ArrowDown'),
  rowKey('bulk-up', '前の行へ', 'カード決済情報・期限レーダー', 'k', 'ArrowUp'),
  rowKey('bulk-tick', 'この行を選択・解除', 'カード決済情報・期限レーダー', 'Space'),
  key('bulk-page', 'このページをすべて選択・解除', 'カード決済情報・期限レーダー', 'a'),
  key('bulk-settle', '選んだ受注（なければこの行）を確認へ進める', 'カード決済情報・期限レーダー', 's'),
  rowKey('bulk-open', '受注を開く', 'カード決済情報・期限レーダー', 'Enter'),
  key('product-search', '商品を探す', '商品マスター', '/'),
  key('product-add', '商品を登録する', '商品マスター', 'a'),
  rowKey('product-down', '次の行へ', '商品マスター', 'j', 'ArrowDown'),
  rowKey('product-up', '前の行へ', '商品マスター', 'k', 'ArrowUp'),
  rowKey('product-open', '商品を変更する', '商品マスター', 'Enter'),
  rowKey('product-history', '在庫の履歴', '商品マスター', 'h'),
  key('product-next', '次のページ', '商品マスター', ']'),
  key('product-previous', '前のページ', '商品マスター', '['),
  key('member-search', '会員を探す', '会員ポイント', '/'),
  rowKey('member-down', '次の行へ', '会員ポイント', 'j', 'ArrowDown'),
  rowKey('member-up', '前の行へ', '会員ポイント', 'k', 'ArrowUp'),
  rowKey('member-open', 'ポイントの履歴', '会員ポイント', 'Enter'),
  rowKey('member-correct', '残高を訂正する', '会員ポイント', 'c'),
  key('member-next', '次のページ', '会員ポイント', ']'),
  key('member-previous', '前のページ', '会員ポイント', '['),
  key('save', 'この内容で登録する', '受注編集', 'Mod+S'),
  key('previous', '前の受注', '受注編集', 'Alt+PageUp'),
  key('next', '次の受注', '受注編集', 'Alt+PageDown'),
  key('back', '検索画面に戻る', '受注編集', 'Alt+Home'),
]

/** The commands that open a screen, grouped as the menu shows them. */
export function menuSections(): readonly { readonly title: string; readonly screens: readonly Command[] }[] {
  const sections = menuOrder.map((title) => ({ title, screens: commands.filter(({ section }) => section === title) }))
  return sections.filter(({ screens }) => screens.length > 0)
}
