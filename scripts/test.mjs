import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findBrowser } from './find-browser.mjs'
import { buildIfNeeded } from './preview/build.mjs'

/**
 * `npm test`: builds the program, runs vitest, the fault matrix and then the end-to-end specs, and ends with one line
 * that adds them up.
 * Without a browser the end-to-end specs count as skipped; where CI is set that is a failure.
 */
const root = fileURLToPath(new URL('../', import.meta.url))
const unitReport = `${root}test-results/unit.json`
const faultReport = `${root}test-results/faults.json`
const endToEndReport = `${root}test-results/e2e.json`

/** Runs a tool of node_modules with our output; true when it ended well. */
function run(tool, args) {
  const { status } = spawnSync(process.execPath, [`${root}node_modules/${tool}`, ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  return status === 0
}

/** A report a tool wrote, or null when it died before. */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** What a tool's numbers say; a run that ended badly without a failed test (a file did not load) is one failure. */
function tally(endedWell, passed, failed, skipped) {
  return { passed, failed: endedWell ? failed : Math.max(failed, 1), skipped }
}

function runUnitTests() {
  rmSync(unitReport, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]
  const well = run('vitest/vitest.mjs', ['run', ...reporters])
  const report = readReport(unitReport)
  if (report === null) return tally(false, 0, 0, 0)
  return tally(well, report.numPassedTests, report.numFailedTests, report.numPendingTests + report.numTodoTests)
}

/** The fault matrix of settlement, 10,000 invented histories and a sample of its other families: a family counts as one. */
function runFaults() {
  rmSync(faultReport, { force: true })
  const args = [`${root}scripts/faults.mjs`, '--sample', '--report', faultReport]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  const report = readReport(faultReport)
  if (report === null) return tally(false, 0, 0, 0)
  return tally(status === 0, report.passed, report.failed, 0)
}

function runEndToEnd(args) {
  rmSync(endToEndReport, { force: true })
  const well = run('@playwright/test/cli.js', ['test', '--pass-with-no-tests', ...args])
  const stats = readReport(endToEndReport)?.stats
  if (stats === undefined) return tally(false, 0, 0, 0)
  return tally(well, stats.expected, stats.unexpected + stats.flaky, stats.skipped)
}

/** How many specs there are, without running one. */
function countEndToEnd() {
  rmSync(endToEndReport, { force: true })
  run('@playwright/test/cli.js', ['test', '--list', '--pass-with-no-tests'])
  const count = (suite) =>
    (suite.specs?.length ?? 0) + (suite.suites ?? []).reduce((sum, inner) => sum + count(inner), 0)
  return count(readReport(endToEndReport) ?? {})
}

async function endToEnd() {
  if ((await findBrowser()) !== null) return runEndToEnd([])
  const skipped = countEndToEnd()
  console.error(`*** NO BROWSER: ${skipped} end-to-end tests SKIPPED. Install Chromium or set JUCHU_BROWSER. ***`)
  return tally(process.env.CI === undefined, 0, 0, skipped)
}

try {
  await buildIfNeeded(root)
} catch (error) {
  console.error(error.message)
  console.log('0 passed, 1 failed, 0 skipped')
  process.exit(1)
}
const parts = [runUnitTests(), runFaults(), await endToEnd()]
const sum = (key) => parts.reduce((total, part) => total + part[key], 0)
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
process.exitCode = sum('failed') === 0 ? 0 : 1
