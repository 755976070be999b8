import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { browserGroups, countAlive, launchToy, newFolder, noBrowser, removeFolders, runToy, type Run } from './toy.ts'

const running: Run[] = []

/** Starts the toy with a Chromium and waits until its window stands. */
async function start(dataDir: string): Promise<{ run: Run; groups: number[] }> {
  const run = runToy([`--data=${dataDir}`, '--serve=0'])
  running.push(run)
  await run.printed(/http:\/\/\S+/)
  return { run, groups: browserGroups(run.child.pid ?? 0) }
}

afterEach(async () => {
  for (const run of running.splice(0)) {
    run.child.kill('SIGTERM')
    await run.ended
  }
  removeFolders()
})

describe.skipIf(noBrowser || process.platform === 'win32')('life and end of the stand-in', () => {
  it('leaves no Chromium when the program quits', async () => {
    const desk = await launchToy()
    const groups = browserGroups(desk.app.process().pid ?? 0)
    expect(countAlive(groups)).toBeGreaterThan(1)
    await desk.close()
    await expect.poll(() => countAlive(groups)).toBe(0)
  })

  it.each([
    ['SIGTERM', 0],
    ['SIGINT', 0],
    ['SIGKILL', null],
  ] as const)('leaves no Chromium after %s', async (signal, code) => {
    const { run, groups } = await start(newFolder())
    expect(countAlive(groups)).toBeGreaterThan(1)
    run.child.kill(signal)
    expect(await run.ended).toBe(code)
    await expect.poll(() => countAlive(groups), { timeout: 10_000 }).toBe(0)
  })

  it('opens no port but the mirror', async () => {
    const { run, groups } = await start(newFolder())
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(run.text())?.[1])
    expect(listeningPorts([run.child.pid ?? 0, ...groups])).toEqual(process.platform === 'linux' ? [port] : [])
  })

  it('hands a second start to the first and ends', async () => {
    const dataDir = newFolder()
    const desk = await launchToy(dataDir)
    const second = runToy([`--data=${dataDir}`, '--wanted=x'])
    expect(await second.ended).toBe(3)
    const log = () => desk.page.evaluate<{ secondInstance: string[][] }>('toy.call("log")')
    await expect.poll(async () => (await log()).secondInstance.length).toBe(1)
    expect((await log()).secondInstance[0]).toContain('--wanted=x')
    await desk.close()
  })

  it('starts again on the data of a run that was killed', async () => {
    const dataDir = newFolder()
    const { run } = await start(dataDir)
    run.child.kill('SIGKILL')
    await run.ended
    const again = await start(dataDir)
    expect(again.groups).toHaveLength(1)
  })
})

/** Ports on which these processes listen (Linux: the kernel's table, by the sockets each process holds). */
function listeningPorts(pids: readonly number[]): number[] {
  if (process.platform !== 'linux') return []
  const lines = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1)
  const listening = lines.map((line) => line.trim().split(/\s+/)).filter((fields) => fields[3] === '0A')
  const inodes = new Set(pids.flatMap(socketsOf))
  return listening
    .filter((fields) => inodes.has(fields[9] ?? ''))
    .map((fields) => parseInt(fields[1]?.split(':')[1] ?? '', 16))
}

function socketsOf(pid: number): string[] {
  const folder = `/proc/${String(pid)}/fd`
  return readdirSync(folder).flatMap((name) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${name}`))?.slice(1) ?? []
    } catch {
      // Closed in the meantime.
      return []
    }
  })
}
