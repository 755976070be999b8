import { strict } from '../strict.mjs'
import { isPressed } from './accelerator.mjs'

/** What the roles that are ours to do are called by, and do. Copying and the like are Chromium's own. */
const roles = {
  quit: { accelerator: 'CmdOrCtrl+Q', run: (host) => host.lifecycle.quit() },
  close: { accelerator: 'CmdOrCtrl+W', run: (_host, window) => window?.close() },
  minimize: { accelerator: 'CmdOrCtrl+M', run: (_host, window) => window?.minimize() },
  reload: { accelerator: 'CmdOrCtrl+R', run: (_host, window) => window?.reload() },
  forcereload: { accelerator: 'Shift+CmdOrCtrl+R', run: (_host, window) => window?.reload() },
  resetzoom: { accelerator: 'CmdOrCtrl+0', run: (_host, window) => window?.webContents.setZoomFactor(1) },
  zoomin: { accelerator: 'CmdOrCtrl+Plus', run: (_host, window) => zoom(window, 1.2) },
  zoomout: { accelerator: 'CmdOrCtrl+-', run: (_host, window) => zoom(window, 1 / 1.2) },
}

const zoom = (window, by) => window?.webContents.setZoomFactor(window.webContents.getZoomFactor() * by)

/** Electron's MenuItem, made from a template's entry. */
function createItem(host, template) {
  const role = roles[template.role?.toLowerCase()]
  const item = {
    type: template.submenu ? 'submenu' : 'normal',
    label: template.role ?? '',
    enabled: true,
    visible: true,
    checked: false,
    ...template,
  }
  item.accelerator ??= role?.accelerator
  item.submenu = template.submenu ? createMenu(host, template.submenu) : undefined
  item.click = (event, window = host.focusedWindow()) => {
    if (!item.enabled) return
    if (item.type === 'checkbox') item.checked = !item.checked
    if (template.click) template.click(item, window ?? undefined, event ?? {})
    else role?.run(host, window)
  }
  return item
}

function createMenu(host, entries) {
  const items = (Array.isArray(entries) ? entries : entries.items).map((entry) => createItem(host, entry))
  const menu = strict('Menu', {
    items,
    append: (item) => void items.push(item),
    popup() {},
    closePopup() {},
    getMenuItemById: (id) => all(items).find((item) => item.id === id) ?? null,
  })
  return menu
}

/** Every item of a menu with those of its submenus. */
const all = (items) => items.flatMap((item) => [item, ...(item.submenu ? all(item.submenu.items) : [])])

/** Electron's `Menu`: nothing is drawn, but accelerators work and every item can be clicked by a test. */
export function createMenus(host) {
  let application = null
  const Menu = strict('Menu', {
    buildFromTemplate: (template) => createMenu(host, template),
    setApplicationMenu: (menu) => void (application = menu),
    getApplicationMenu: () => application,
  })
  return {
    Menu,
    /** A key press no element of the page wanted. */
    pressed(event, window) {
      const item = all(application?.items ?? []).find(
        (each) => each.accelerator && each.visible && isPressed(each.accelerator, event),
      )
      item?.click(event, window)
    },
  }
}
