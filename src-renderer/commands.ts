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
  readonly where: '全画面' | '受注管理' | '受注編集' | 'カード決済情報・期限レーダー'
}

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

/** Every command, in the order in which menus and lists show them. */
export const commands: readonly Command[] = [
  screen('orders', '受注管理', '受注管理'),
  screen('cards', '受注管理', 'カード決済情報'),
  screen('deadlines', '受注管理', '期限レーダー'),
  screen('bulk', '受注管理', '一括処理'),
  { ...screen('order-new', '受注管理', '受注登録'), keys: ['n'] },
  screen('import', '受注管理', '受注取込'),
  screen('reconcile', '受注管理', '照合'),
  screen('mail', '受注管理', 'メール通知'),
  screen('shop', '基本設定', 'ショップ'),
  screen('gateway', '基本設定', '決済（GMO）'),
  screen('mail-settings', '基本設定', 'メール'),
  screen('mail-templates', 'コンテンツ管理', 'メールテンプレート'),
  screen('data', 'システム設定', 'データ'),
  key('palette', '画面・注文番号へ移動', '全画面', 'Mod+K'),
  key('help', 'キー操作の一覧', '全画面', '?'),
  key('search', '検索条件を開く', '受注管理', 'f'),
  key('words', 'フリーワードで探す', '受注管理', '/'),
  key('saved', '保存した検索を開く', '受注管理', 's'),
  key('down', '次の行へ', '受注管理', 'j', 'ArrowDown'),
  key('up', '前の行へ', '受注管理', 'k', 'ArrowUp'),
  key('open', '選んだ受注を開く', '受注管理', 'Enter'),
  key('tick', 'この行を選択・解除', '受注管理', 'Space'),
  key('tick-page', 'このページをすべて選択・解除', '受注管理', 'x'),
  key('tick-all', '検索結果をすべて選択・解除', '受注管理', 'a'),
  key('page-next', '次のページ', '受注管理', ']'),
  key('page-previous', '前のページ', '受注管理', '['),
  key('buyer', '顧客の編集（注文者を開く）', '受注管理', 'u'),
  key('purchases', '購入履歴', '受注管理', 'h'),
  key('notify', 'メール通知', '受注管理', 'm'),
  key('delete', '受注の削除、削除した受注は元に戻す', '受注管理', 'd'),
  key('undo', '直前の削除を元に戻す', '受注管理', 'z'),
  key('export', 'CSVダウンロード', '受注管理', 'c'),
  key('columns', '表示項目を選ぶ', '受注管理', 'v'),
  key('bulk-down', '次の行へ', 'カード決済情報・期限レーダー', 'j', 'ArrowDown'),
  key('bulk-up', '前の行へ', 'カード決済情報・期限レーダー', 'k', 'ArrowUp'),
  key('bulk-tick', 'この行を選択・解除', 'カード決済情報・期限レーダー', 'Space'),
  key('bulk-page', 'このページをすべて選択・解除', 'カード決済情報・期限レーダー', 'a'),
  key('bulk-settle', '選んだ受注（なければこの行）を確認へ進める', 'カード決済情報・期限レーダー', 's'),
  key('bulk-open', '受注を開く', 'カード決済情報・期限レーダー', 'Enter'),
  key('save', 'この内容で登録する', '受注編集', 'Mod+S'),
  key('previous', '前の受注', '受注編集', 'Alt+PageUp'),
  key('next', '次の受注', '受注編集', 'Alt+PageDown'),
  key('back', '検索画面に戻る', '受注編集', 'Alt+Home'),
]

/** The commands that open a screen, grouped as the menu shows them. */
export function menuSections(): readonly { readonly title: string; readonly screens: readonly Command[] }[] {
  const titles = [...new Set(commands.flatMap((command) => (command.section === null ? [] : [command.section])))]
  return titles.map((title) => ({ title, screens: commands.filter((command) => command.section === title) }))
}
