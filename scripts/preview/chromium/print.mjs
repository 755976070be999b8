/** Paper sizes in inches, as Electron names them. */
const papers = {
  A3: [11.7, 16.54],
  A4: [8.27, 11.7],
  A5: [5.83, 8.27],
  Letter: [8.5, 11],
  Legal: [8.5, 14],
  Tabloid: [11, 17],
}

function paper(size = 'Letter') {
  if (typeof size === 'object') return [size.width, size.height]
  const found = papers[size]
  if (!found) throw new Error(`Invalid pageSize ${size}`)
  return found
}

const plain = [
  'landscape',
  'displayHeaderFooter',
  'printBackground',
  'scale',
  'pageRanges',
  'headerTemplate',
  'footerTemplate',
  'preferCSSPageSize',
  'generateTaggedPDF',
  'generateDocumentOutline',
]

/** Electron's options of printToPDF (inches) → Chromium's. */
export function printOptions(options = {}) {
  const [paperWidth, paperHeight] = paper(options.pageSize)
  const same = Object.fromEntries(
    plain.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  )
  const { top, bottom, left, right } = options.margins ?? {}
  const margins = Object.entries({ marginTop: top, marginBottom: bottom, marginLeft: left, marginRight: right })
  const set = Object.fromEntries(margins.filter(([, inches]) => inches !== undefined))
  return { ...same, ...set, paperWidth, paperHeight, transferMode: 'ReturnAsBase64' }
}
