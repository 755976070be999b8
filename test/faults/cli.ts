import { playHistory } from './history.ts'
const from = Number(process.env['FROM'] ?? 1), n = Number(process.env['N'] ?? 20)
const now = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000
let t = now()
let bad = 0
for (let seed = from; seed < from + n; seed++) {
  const v = await playHistory(seed)
  if (v.length) { bad++; console.log(seed, v) }
  if (seed % 100 === 0) { console.log('ms per', (now() - t) / 100); t = now() }
}
console.log('bad', bad)
process.exit(0)
