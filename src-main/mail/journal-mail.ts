import type { Instant } from '../../src-shared/business-day.ts'
import type { MailPreview, MailSend, MailTemplate } from '../../src-shared/mail.ts'
import type { MailReason, MailState } from '../../src-shared/mail-names.ts'
import { bodyText, headerText } from '../../src-shared/mail-template.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { JournalMail } from './mail-table.ts'

/** What a mail of the journal is made from. */
export interface JournalMailParts {
  readonly id: string
  readonly mail: MailPreview
  readonly template: MailTemplate
  readonly input: Pick<MailSend, 'batchId' | 'again' | 'words'>
  readonly operator: Operator
  readonly at: Instant
}

/** The mail as it is written down before anything is sent: waiting, or with the reason why it will not go. */
export function journalMail({ id, mail, template, input, operator, at }: JournalMailParts): JournalMail {
  const { state, reason, detail } = firstState(mail, input)
  return {
    id,
    batchId: input.batchId,
    orderId: mail.orderId,
    orderNo: mail.orderNo,
    name: headerText(mail.name, 100),
    templateId: template.id,
    templateName: template.name,
    recipient: mail.recipient,
    subject: headerText(input.words?.subject ?? mail.subject),
    body: bodyText(input.words?.body ?? mail.body),
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

/** Values that are missing stop only what the program words by itself: edited words were seen by a person. */
function firstState(mail: MailPreview, input: JournalMailParts['input']): FirstState {
  if (mail.addressProblem !== null) return { state: 'noAddress', reason: mail.addressProblem, detail: '' }
  if (mail.earlier !== null && !input.again) return { state: 'cancelled', reason: 'alreadySent', detail: '' }
  if (mail.missing.length > 0 && input.words === null) {
    return { state: 'cancelled', reason: 'missingValues', detail: mail.missing.join('、') }
  }
  return { state: 'waiting', reason: null, detail: '' }
}
