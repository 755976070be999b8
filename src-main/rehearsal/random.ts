/** Chance that can be repeated: the same seed deals the same cards on every machine. Not for secrets. */
export interface Random {
  /** A whole number from `least` to `most`, both included; `least` when the range is empty. */
  between(least: number, most: number): number
  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean
  pick<T extends readonly [unknown, ...unknown[]]>(choices: T): T[number]
  /** A source of its own, so that one order's draws never move another's. */
  branch(label: number): Random
}

/** A small mixing generator with 32 bits of state: enough for a few hundred invented orders. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    return mix(state) / 0x1_0000_0000
  }
  const between = (least: number, most: number): number =>
    most <= least ? least : least + Math.floor(next() * (most - least + 1))
  return {
    between,
    chance: (percent) => next() * 100 < percent,
    pick: (choices) => choices[between(0, choices.length - 1)],
    branch: (label) => createRandom(mix((seed ^ Math.imul(label + 1, 0x85ebca6b)) >>> 0)),
  }
}

/** Spreads every bit of a number over all 32. */
function mix(value: number): number {
  let mixed = value
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
