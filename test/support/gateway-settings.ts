import { firstLinkPage, type GatewaySettings } from '../../src-shared/settings.ts'

/** 決済（GMO） of the shop in memory. */
export const gatewaySettings: GatewaySettings = {
  shopId: 'tshop00000001',
  hasPass: true,
  orderNoPatterns: ['{no}', '{no}-{ddHHmmss}'],
  authorisationDays: 90,
  salesVoidedOn: 'authorisationDay',
  singleCancel: false,
  cancelDays: 180,
  bulkAtOnce: 1,
  linkPage: firstLinkPage,
  endpoint: 'sandbox',
  keptByOs: true,
}
