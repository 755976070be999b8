import type { MailReason, MailSecurity, MailState } from './mail-names.ts'
import type { Sentence } from './sentence.ts'

export const mailStateText: Readonly<Record<MailState, string>> = {
  waiting: '送信待ち',
  intended: '送信中',
  sent: '送信済み',
  failed: '失敗',
  unknown: '結果不明',
  cancelled: '取りやめ',
  noAddress: '宛先なし',
}

export const mailSecurityText: Readonly<Record<MailSecurity, string>> = {
  tls: 'SSL/TLS（ポート465が一般的）',
  startTls: 'STARTTLS 必須（ポート587が一般的）',
  none: '暗号化しない（このパソコンの中のサーバーだけ）',
}

const settings = '基本設定の「メール」'

/** Why a mail was not sent, and what to do. */
export const mailReasonText: Readonly<Record<MailReason, Sentence>> = {
  unknownHost: {
    what: 'メールサーバーの名前が見つかりません。',
    then: `${settings}でサーバー名のつづりと、ネットワークの接続を確かめてください。`,
  },
  connectionRefused: {
    what: 'メールサーバーに接続を断られました。',
    then: `${settings}でサーバー名とポート番号を確かめてください。`,
  },
  unreachable: {
    what: 'ネットワークにつながっていないため、メールサーバーに届きませんでした。',
    then: 'ネットワークの接続を確かめて、もう一度お試しください。',
  },
  timeout: {
    what: 'メールサーバーから時間内に応答がありませんでした。本文は送っていません。',
    then: '時間をおいてもう一度お試しください。続くときはサーバー名とポート番号を確かめてください。',
  },
  certificate: {
    what: 'メールサーバーの証明書を確かめられないため、接続をやめました。パスワードは送っていません。',
    then: `${settings}のサーバー名が、メール会社の案内と同じか確かめてください。`,
  },
  noTls: {
    what: 'メールサーバーが暗号化（STARTTLS）に対応していないため、接続をやめました。',
    then: `${settings}で「SSL/TLS」とポート465を試してください。`,
  },
  tls: {
    what: '暗号化した接続を始められませんでした。パスワードは送っていません。',
    then: `${settings}で、暗号化の種類とポート番号の組み合わせを確かめてください。`,
  },
  password: {
    what: 'メールサーバーにユーザー名かパスワードを断られました。',
    then: `${settings}でユーザー名を確かめ、パスワードを入力し直してください。アプリ用のパスワードが必要なサービスもあります。`,
  },
  sender: {
    what: '差出人のメールアドレスをメールサーバーに断られました。',
    then: `${settings}で、差出人のアドレスが契約中のものか確かめてください。`,
  },
  recipient: {
    what: '宛先のメールアドレスをメールサーバーに断られました。',
    then: 'お客様のメールアドレスを確かめてください。',
  },
  content: {
    what: 'メールの内容をメールサーバーに断られました。',
    then: '迷惑メールと判断される言葉やURLがないか、本文を見直してください。',
  },
  tryLater: {
    what: 'メールサーバーが今は受け付けられないと答えました。',
    then: '送信数の上限や混雑が考えられます。時間をおいてもう一度お試しください。',
  },
  dropped: {
    what: 'メールサーバーに接続を切られました。本文は送っていません。',
    then: '時間をおいてもう一度お試しください。',
  },
  noAnswer: {
    what: '本文を送ったあとメールサーバーの応答がなく、届いたか分かりません。',
    then: 'メールサーバーの送信記録などで確かめ、「届いていた」か「届いていない」を選んでください。',
  },
  interrupted: {
    what: '送信の途中で受注デスクが終了しました。',
    then: '届いたか確かめて、必要なものだけ送り直してください。',
  },
  stopped: { what: '送信を中止したため、送っていません。', then: '必要なときは、もう一度送ってください。' },
  noAddress: { what: 'メールアドレスがありません。', then: 'お電話などでご連絡ください。' },
  badAddress: {
    what: 'メールアドレスの形が正しくありません。',
    then: '全角文字や空白、抜けている文字がないか確かめてください。',
  },
  missingValues: {
    what: 'テンプレートが使う値がこの受注にないため、送っていません。',
    then: '受注に値を入れるか、1件ずつ本文を直して送ってください。',
  },
  alreadySent: {
    what: '同じテンプレートのメールを前に送っているため、送っていません。',
    then: 'もう一度送るときは「前に送った注文にも送る」を選んでください。',
  },
  copyRefused: {
    what: 'お客様には送りましたが、ショップへの控えをメールサーバーに断られました。',
    then: `${settings}で控えの宛先を確かめてください。`,
  },
  byOperator: { what: '担当者が確かめて、結果を決めました。', then: 'そのままお使いください。' },
}
