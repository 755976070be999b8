/** A piece of SQL with its bound values. What the operator typed is only ever among the values. */
export interface Sql {
  readonly text: string
  readonly values: readonly (string | number)[]
}

/** A piece of SQL from its text and values. */
export function sql(text: string, ...values: readonly (string | number)[]): Sql {
  return { text, values }
}

/** Pieces joined by a word, their values in the same order. */
export function joined(pieces: readonly Sql[], by: string): Sql {
  return { text: pieces.map((piece) => piece.text).join(by), values: pieces.flatMap((piece) => piece.values) }
}
