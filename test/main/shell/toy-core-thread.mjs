import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'

// A core thread without a core: it answers by name, dies on request, and keeps a diary the test reads afterwards.
mkdirSync(workerData.dataDir, { recursive: true })
const note = (line) => appendFileSync(join(workerData.dataDir, 'diary.log'), `${line}\n`)
const answer = (id, value) => parentPort.postMessage({ kind: 'answer', id, envelope: { ok: true, value } })

note(`start ${workerData.mode} ${workerData.host}`)
parentPort.on('message', (message) => {
  if (message.kind === 'close') {
    note('close')
    parentPort.postMessage({ kind: 'closed' })
  } else if (message.kind === 'secret') {
    parentPort.postMessage({ kind: 'event', event: { name: 'toy', payload: { ok: message.ok, text: message.text } } })
  } else if (message.name === 'toy.crash') {
    throw new Error('the toy core dies')
  } else if (message.name === 'toy.secret') {
    parentPort.postMessage({ kind: 'secret', id: 1, act: message.input.act, text: message.input.text })
    answer(message.id, null)
  } else if (message.name === 'settings.shop') {
    answer(message.id, { siteUrl: 'https://shop.example.jp/' })
  } else {
    answer(message.id, { name: message.name, input: message.input })
  }
})
parentPort.postMessage({ kind: 'ready' })
