import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rememberPlace, restartArguments, startPlace } from '../../../src-main/shell/start-place.ts'

let home = ''
const plain = { data: '', mode: '' }

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'juchu-home-'))
})

afterEach(() => {
  rmSync(home, { recursive: true, force: true })
})

describe('the place of a start', () => {
  it('is practice, in a folder of its own, when nobody says anything', () => {
    expect(startPlace(home, plain)).toEqual({ dataDir: join(home, 'rehearsal'), mode: 'rehearsal', fixed: false })
  })

  it('is what the command line says, without touching what is remembered', () => {
    rememberPlace(home, { mode: 'production' })
    expect(startPlace(home, { data: 'shop', mode: '' })).toEqual({
      dataDir: resolve('shop'),
      mode: 'rehearsal',
      fixed: true,
    })
    expect(startPlace(home, { data: '/shop', mode: 'test' })).toEqual({
      dataDir: resolve('/shop'),
      mode: 'test',
      fixed: true,
    })
    expect(startPlace(home, { data: '', mode: 'test' })).toEqual({
      dataDir: join(home, 'test'),
      mode: 'test',
      fixed: false,
    })
  })

  it('never mixes the folders of two modes', () => {
    rememberPlace(home, { mode: 'production', folder: '/disk/shop' })
    expect(startPlace(home, plain)).toEqual({ dataDir: '/disk/shop', mode: 'production', fixed: false })
    rememberPlace(home, { mode: 'rehearsal' })
    expect(startPlace(home, plain).dataDir).toBe(join(home, 'rehearsal'))
    expect(startPlace(home, { data: '', mode: 'production' }).dataDir).toBe('/disk/shop')
  })

  it('survives a damaged memory', () => {
    for (const text of ['', '{', '{"mode":"live"}', '[]', '{"folders":{"test":1}}']) {
      writeFileSync(join(home, 'start.json'), text)
      expect(startPlace(home, plain).mode).toBe('rehearsal')
    }
  })

  it('refuses a mode that does not exist', () => {
    expect(() => startPlace(home, { data: '', mode: 'live' })).toThrow()
  })
})

describe('the arguments of a restart', () => {
  it('drop the old place, written either way, and keep the rest', () => {
    const argv = ['.', '--data=/old', '--mode', 'test', '--force-color', '--data', '/older', '--database=x']
    expect(restartArguments(argv, ['--mode=rehearsal'])).toEqual([
      '.',
      '--force-color',
      '--database=x',
      '--mode=rehearsal',
    ])
  })
})
