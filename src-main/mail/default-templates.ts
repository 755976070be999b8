import type { BuiltInTemplate } from '../../src-shared/mail-names.ts'

/** Name, subject and text of a template. */
export interface TemplateWords {
  readonly name: string
  readonly subject: string
  readonly body: string
}

const greeting = `{{会社名}}
{{顧客名}} 様

いつも{{ショップ名}}をご利用いただき、誠にありがとうございます。
`

const closing = `
ご不明な点がございましたら、このメールにご返信ください。
今後とも{{ショップ名}}をよろしくお願いいたします。

--------------------------------------------------
{{ショップ名}}
{{ショップのメールアドレス}}
--------------------------------------------------
`

const orderHead = `■ ご注文
注文番号: {{注文番号}}
ご注文日: {{注文日}}
お支払い方法: {{お支払い方法}}
`

const orderBody = `
■ ご注文の商品
{{商品明細}}

■ 金額
{{金額明細}}

■ お届け先
{{お届け先}}
`

/** What the program brings along; a shop's own wording replaces it until it is reset. */
export const defaultTemplates: Readonly<Record<BuiltInTemplate, TemplateWords>> = {
  received: {
    name: 'ご注文受付',
    subject: '【{{ショップ名}}】ご注文を承りました（注文番号 {{注文番号}}）',
    body: `${greeting}
下記のとおりご注文を承りました。
商品の準備が整いましたら、あらためて発送のご案内をお送りいたします。

${orderHead}${orderBody}${closing}`,
  },
  cancelled: {
    name: 'キャンセル受付',
    subject: '【{{ショップ名}}】ご注文のキャンセルを承りました（注文番号 {{注文番号}}）',
    body: `${greeting}
下記のご注文につきまして、キャンセルを承りました。
すでにお支払いがお済みの場合は、ご返金の方法と時期を別途ご連絡いたします。

${orderHead}
■ キャンセルした商品
{{商品明細}}

■ 金額
{{金額明細}}

またの機会がございましたら、ぜひご利用くださいますようお願い申し上げます。
${closing}`,
  },
  backordered: {
    name: '取り寄せのご連絡',
    subject: '【{{ショップ名}}】商品をお取り寄せしております（注文番号 {{注文番号}}）',
    body: `${greeting}
ご注文の商品の在庫を確認いたしましたところ、お取り寄せが必要なことが分かりました。
お待たせして申し訳ございません。入荷の時期が分かり次第、あらためてご連絡いたします。

キャンセルや商品の変更をご希望の場合は、このメールにご返信ください。

${orderHead}${orderBody}${closing}`,
  },
  shipped: {
    name: '発送のお知らせ',
    subject: '【{{ショップ名}}】商品を発送いたしました（注文番号 {{注文番号}}）',
    body: `${greeting}
ご注文の商品を発送いたしましたので、お知らせいたします。
到着まで今しばらくお待ちください。

■ 配送
{{配送情報}}

※発送の直後は、配送業者のページに荷物の状況が表示されないことがあります。

${orderHead}${orderBody}${closing}`,
  },
  paymentLink: {
    name: '決済リンクのご案内',
    subject: '【{{ショップ名}}】お支払い手続きのご案内（注文番号 {{注文番号}}）',
    body: `${greeting}
ご注文の代金 {{お支払い合計}} のお支払いにつきまして、ご案内いたします。
次のページを開き、画面の案内に沿ってお手続きをお願いいたします。

■ お支払いのページ
{{決済リンク}}

※このページには有効期限があります。開けない場合は、このメールにご返信ください。
※カード番号をメールでお知らせいただく必要はありません。

${orderHead}${orderBody}${closing}`,
  },
}
