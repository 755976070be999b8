import { operationKinds, kindShop } from './kinds.ts'
import { press } from './press.ts'
import { copyData } from './desk-process.ts'
import { openWorld } from './template.ts'
import { calm } from './world.ts'

/** Fills `folder` with a shop in which every kind of operation was done, one is open and one was refused. */
export async function livedIn(folder: string): Promise<void> {
  const world = await openWorld(kindShop)
  try {
    for (const kind of operationKinds) await press(world, kind)
    world.fateOf = ({ isMutation }) => (isMutation ? { ...calm, fault: 'silent-after-apply' } : calm)
    await press(world, { ...operationKinds[0]!, orderNo: '207' })
    await world.finish(world.process.close())
    copyData(world.process.dataDir, folder)
  } finally {
    await world.end()
  }
}
