import { createMemberImport, type MemberImport, type MemberImportParts } from './customers/member-import.ts'
import { createMemberService, type MemberService } from './customers/member-service.ts'
import type { Handlers } from './dispatch.ts'
import { createProductMaster, type ProductMaster } from './products/product-master.ts'
import { createProductSearch, type ProductSearch } from './products/product-search.ts'

/** 商品管理 and 顧客管理. */
export interface GoodsServices {
  readonly products: ProductSearch
  readonly productMaster: ProductMaster
  readonly members: MemberService
  readonly memberImports: MemberImport
}

/** The services of 商品管理 and 顧客管理. */
export function createGoodsParts(parts: MemberImportParts): GoodsServices {
  return {
    products: createProductSearch(parts.db),
    productMaster: createProductMaster(parts),
    members: createMemberService(parts),
    memberImports: createMemberImport(parts),
  }
}

/** The calls of 商品管理 and 顧客管理. */
export function goodsHandlers({ products, productMaster, members, memberImports }: GoodsServices) {
  return {
    'products.find': (input) => products.find(input.text),
    'products.of-codes': (input) => products.ofCodes(input.codes),
    'products.pictures': (input) => productMaster.pictures(input.ids),
    'products.page': (input) => products.page(input),
    'products.open': (input) => productMaster.open(input.id),
    'products.add': (input, { operator }) => productMaster.add(input, operator),
    'products.change': (input, { operator }) => productMaster.change(input, operator),
    'products.ledger': ({ id, ...range }) => productMaster.ledger(id, range),
    'members.page': (input) => members.page(input),
    'members.open': (input) => members.open(input.id),
    'members.ledger': ({ id, ...range }) => members.ledger(id, range),
    'members.correct': (input, { operator }) => members.correct(input, operator),
    'members.preview-import': (input) => memberImports.preview(input.fileId),
    'members.apply-import': (input, { operator }) =>
      memberImports.apply(input.fileId, input.digest, input.withoutRefused, operator),
  } satisfies Partial<Handlers>
}
