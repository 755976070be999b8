import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import type { Mode } from '../../../src-shared/api.ts'
import { menuTemplate, type MenuPlace } from '../../../src-main/shell/menu.ts'

const windows: MenuPlace = {
  platform: 'win32',
  mode: 'test',
  modes: ['rehearsal', 'test', 'production'],
  development: false,
}

function build(place: MenuPlace) {
  const switched: Mode[] = []
  let revealed = 0
  const menu = menuTemplate(place, {
    switchMode: (mode) => switched.push(mode),
    revealDataFolder: () => (revealed += 1),
  })
  const flatten = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])
  const items = flatten(menu)
  const click = (label: string): void => {
    const item = items.find((candidate) => candidate.label === label)
    item?.click?.({} as never, undefined, {})
  }
  return { menu, items, click, switched, revealed: () => revealed }
}

describe('the menu', () => {
  it('is Japanese throughout', () => {
    for (const platform of ['win32', 'darwin', 'linux'] as const) {
      const labels = build({ ...windows, platform, development: true }).items.filter(
        (item) => item.type !== 'separator',
      )
      for (const { label } of labels) expect(label).toMatch(/[ぁ-んァ-ン一-龠]/)
    }
  })

  it('begins with the program’s own menu on macOS and has the quit command once', () => {
    expect(build({ ...windows, platform: 'darwin' }).menu[0]?.label).toBe('受注デスク')
    expect(build(windows).menu[0]?.label).toBe('ファイル')
    for (const platform of ['win32', 'darwin'] as const) {
      expect(build({ ...windows, platform }).items.filter((item) => item.role === 'quit')).toHaveLength(1)
    }
  })

  it('hides the developer tools in the finished program', () => {
    const roles = (development: boolean) => build({ ...windows, development }).items.map((item) => item.role)
    expect(roles(false)).not.toContain('toggleDevTools')
    expect(roles(false)).not.toContain('reload')
    expect(roles(true)).toContain('toggleDevTools')
  })

  it('switches to another mode, not to the one it is in', () => {
    const { items, click, switched } = build(windows)
    expect(items.filter((item) => item.type === 'radio').map((item) => [item.label, item.checked])).toEqual([
      ['練習', false],
      ['テスト', true],
      ['本番', false],
    ])
    click('テスト')
    click('本番')
    expect(switched).toEqual(['production'])
  })

  it('offers no other mode where the start fixed the folder', () => {
    expect(build({ ...windows, modes: [] }).items.some((item) => item.type === 'radio')).toBe(false)
  })

  it('shows the data folder', () => {
    const built = build(windows)
    built.click('データフォルダーを表示')
    expect(built.revealed()).toBe(1)
  })
})
