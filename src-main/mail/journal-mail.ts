import type { Instant } from '../../src-shared/business-day.ts'
import type { MailSend, MailTemplate } from '../../src-shared/mail.ts'
import type { MailReason, MailState } from '../../src-shared/mail-names.ts'
import { bodyText, headerText, usedPlaceholders } from '../../src-shared/mail-template.ts'
import type { Operator } from '../../src-shared/operator.ts'
import { LINK_MARK, masked } from './mail-link.ts'
import type { JournalMail } from './mail-table.ts'
import type { KeptMail } from './mail-wording.ts'

/** What a mail of the journal is made from. */
export interface JournalMailParts {
  readonly id: string
  readonly worded: KeptMail
  readonly template: MailTemplate
  readonly input: Pick<MailSend, 'batchId' | 'again' | 'words'>
  readonly operator: Operator
  readonly at: Instant
}

/** The mail as it is written down before anything is sent: waiting, or with the reason why it will not go. */
export function journalMail({ id, worded, template, input, operator, at }: JournalMailParts): JournalMail {
  const { mail, addresses } = worded
  const subject = masked(input.words?.subject ?? mail.subject, addresses)
  const body = masked(input.words?.body ?? mail.body, addresses)
  // In a text that nobody edited the mark may be a value of the order, unless its template asks for the link.
  const asks = input.words !== null || usedPlaceholders(`${template.subject}\n${template.body}`).includes('決済リンク')
  const withLink = asks && `${subject}\n${body}`.includes(LINK_MARK)
  const { state, reason, detail } = firstState(worded, input, withLink)
  return {
    id,
    batchId: input.batchId,
    orderId: mail.orderId,
    orderNo: mail.orderNo,
    name: headerText(mail.name, 100),
    templateId: template.id,
    templateName: template.name,
    recipient: mail.recipient,
    subject: headerText(subject),
    body: bodyText(body),
    withLink,
    state,
    reason,
    detail,
    operatorId: operator.id,
    operatorName: operator.name,
    createdAt: at,
    endedAt: state === 'waiting' ? null : at,
  }
}

interface FirstState {
  readonly state: MailState
  readonly reason: MailReason | null
  readonly detail: string
}

/**
 * Values that are missing stop only what the program words by itself: edited words were seen by a person. A link that
 * cannot be put in stops both: the buyer would get a mail about paying without a way to pay.
 */
function firstState({ mail, hasLink }: KeptMail, input: JournalMailParts['input'], withLink: boolean): FirstState {
  if (mail.addressProblem !== null) return { state: 'noAddress', reason: mail.addressProblem, detail: '' }
  if (mail.earlier !== null && !input.again) return { state: 'cancelled', reason: 'alreadySent', detail: '' }
  if (mail.missing.length > 0 && input.words === null) {
    return { state: 'cancelled', reason: 'missingValues', detail: mail.missing.join('、') }
  }
  if (withLink && !hasLink) return { state: 'cancelled', reason: 'missingValues', detail: '決済リンク' }
  return { state: 'waiting', reason: null, detail: '' }
}
