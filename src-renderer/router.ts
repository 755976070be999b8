import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import { useOrderList } from './stores/order-list.ts'

const routes: RouteRecordRaw[] = [
  {
    path: '/',
    name: 'home',
    component: () => import('./pages/HomePage.vue'),
    meta: { title: '管理メイン' },
  },
  {
    path: '/status',
    name: 'status',
    component: () => import('./pages/StatusPage.vue'),
    meta: { title: 'ステータス管理' },
  },
  { path: '/help', name: 'help', component: () => import('./pages/HelpPage.vue'), meta: { title: 'ヘルプ（FAQ）' } },
  {
    path: '/orders',
    name: 'orders',
    component: () => import('./pages/OrderListPage.vue'),
    beforeEnter: () => useOrderList().begin(),
    meta: { title: '受注管理' },
  },
  {
    path: '/orders/:id(\\d+)',
    name: 'order',
    component: () => import('./pages/OrderEditPage.vue'),
    meta: { title: '受注編集' },
  },
  {
    path: '/cards',
    name: 'cards',
    component: () => import('./pages/CardListPage.vue'),
    meta: { title: 'カード決済情報' },
  },
  {
    path: '/deadlines',
    name: 'deadlines',
    component: () => import('./pages/DeadlinePage.vue'),
    meta: { title: '期限レーダー' },
  },
  {
    path: '/bulk',
    name: 'bulk',
    component: () => import('./pages/BulkListPage.vue'),
    meta: { title: '一括処理' },
  },
  {
    path: '/bulk/preview',
    name: 'bulk-preview',
    component: () => import('./pages/BulkPreviewPage.vue'),
    meta: { title: '一括処理の確認' },
  },
  {
    path: '/bulk/:id([0-9a-f-]{36})',
    name: 'bulk-run',
    component: () => import('./pages/BulkRunPage.vue'),
    meta: { title: '一括処理' },
  },
  {
    path: '/orders/new',
    name: 'order-new',
    component: () => import('./pages/OrderNewPage.vue'),
    meta: { title: '受注登録' },
  },
  { path: '/import', name: 'import', component: () => import('./pages/ImportPage.vue'), meta: { title: '受注取込' } },
  {
    path: '/reconcile',
    name: 'reconcile',
    component: () => import('./pages/ReconcilePage.vue'),
    meta: { title: '照合' },
  },
  {
    path: '/mail',
    name: 'mail',
    component: () => import('./pages/MailPage.vue'),
    meta: { title: 'メール通知' },
  },
  {
    path: '/content/mail-templates',
    name: 'mail-templates',
    component: () => import('./pages/MailTemplatesPage.vue'),
    meta: { title: 'メールテンプレート' },
  },
  {
    path: '/settings/mail',
    name: 'mail-settings',
    component: () => import('./pages/MailSettingsPage.vue'),
    meta: { title: 'メール' },
  },
  {
    path: '/settings/shop',
    name: 'shop',
    component: () => import('./pages/ShopPage.vue'),
    meta: { title: 'ショップ' },
  },
  {
    path: '/settings/gateway',
    name: 'gateway',
    component: () => import('./pages/GatewayPage.vue'),
    meta: { title: '決済（GMO）' },
  },
  {
    path: '/shipping',
    name: 'shipping',
    component: () => import('./pages/ShippingPage.vue'),
    meta: { title: '配送業者・送料' },
  },
  {
    path: '/products',
    name: 'products',
    component: () => import('./pages/ProductsPage.vue'),
    meta: { title: '商品マスター' },
  },
  {
    path: '/members/points',
    name: 'member-points',
    component: () => import('./pages/MemberPointsPage.vue'),
    meta: { title: '会員ポイント' },
  },
  {
    path: '/members/import',
    name: 'member-import',
    component: () => import('./pages/MemberImportPage.vue'),
    meta: { title: '会員取込' },
  },
  { path: '/system/data', name: 'data', component: () => import('./pages/DataPage.vue'), meta: { title: 'データ' } },
  { path: '/:rest(.*)*', redirect: '/' },
]

/** The window's routes; every screen is loaded when it is first opened. */
export const router = createRouter({ history: createWebHashHistory(), routes })

router.afterEach((to) => {
  const title = to.meta['title']
  document.title = typeof title === 'string' ? `${title} - 受注デスク` : '受注デスク'
})
