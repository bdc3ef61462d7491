/** A word, string or operator of an SQL text. Comments and spaces are not tokens. */
export interface Token {
  text: string
  start: number
  end: number
  /** The number of brackets and `case` expressions around the token. */
  depth: number
}

const TOKEN = /--.*|\s+|'(?:[^']|'')*'|"[^"]*"|\$\w*\$|\w+|<=|>=|<>|[^\w\s]/g

/** Splits a text into tokens, beginning at the offset `from`. */
export function tokenize(text: string, from = 0): Token[] {
  const tokens: Token[] = []
  let depth = 0
  let cases = 0
  let between = -1
  for (const match of text.slice(from).matchAll(TOKEN)) {
    const [word] = match
    if (/^(--|\s)/.test(word)) continue
    const closes = ')]'.includes(word) || (word === 'end' && cases > 0)
    if (closes) depth--
    if (word === 'end' && cases > 0) cases--
    const start = from + match.index
    // The `and` of `between … and …` does not join conditions.
    const text = word === 'and' && between === depth ? 'to' : word
    if (word === 'between') between = depth
    else if (text === 'to') between = -1
    tokens.push({ text, start, end: start + word.length, depth })
    if (word === 'case') cases++
    if ('(['.includes(word) || word === 'case') depth++
  }
  return tokens
}

/** A condition ends at one of these words if the word has the same depth as the condition. */
const STOPS = new Set(
  (
    'and or then else elsif when loop group order limit offset returning for union except ' +
    'intersect window having where on join left right inner cross full natural do set using as ' +
    'into if begin return ; , $$'
  ).split(' '),
)

/** Tells whether a condition of this depth ends at this token. */
export function stops(tokens: Token[], place: number, depth: number): boolean {
  const token = tokens[place]
  if (!token || token.depth < depth) return true
  if (token.depth > depth) return false
  // Before `(`, the words `left`, `right` and `if` are names of functions. The `from` of `is
  // distinct from` does not begin a clause.
  if (['left', 'right', 'if'].includes(token.text)) return tokens[place + 1]?.text !== '('
  if (token.text === 'from') return tokens[place - 1]?.text !== 'distinct'
  return STOPS.has(token.text)
}

/** Returns the end of the operand that begins at `place`. */
export function endOfOperand(tokens: Token[], place: number): number {
  const depth = tokens[place]?.depth ?? 0
  let end = place
  while (end < tokens.length && (end === place || !stops(tokens, end, depth))) end++
  return end
}

/** Returns the start of the operand that ends before `place`. */
export function startOfOperand(tokens: Token[], place: number): number {
  const depth = tokens[place]?.depth ?? 0
  let start = place
  while (start > 0) {
    const before = tokens[start - 1] as Token
    // A bracket around the operand has a lower depth than the operand.
    if (before.depth < depth || stops(tokens, start - 1, depth)) break
    start--
  }
  return start
}
