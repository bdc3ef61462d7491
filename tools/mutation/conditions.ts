import { endOfOperand, startOfOperand, type Token, tokenize } from './tokens.ts'

/** One edit of a text: the kind of the edit, the piece that it removes and the replacement. */
export interface Edit {
  kind: string
  start: number
  end: number
  by: string
  /** A description of the edit, if the removed piece alone is too short to identify the edit. */
  label?: string
}

/**
 * Returns all edits of the conditions in a text. Each edit removes one operand of `and` or `or`,
 * makes one condition true, or removes one `not`.
 */
export function conditions(text: string, from = 0): Edit[] {
  const tokens = tokenize(text, from)
  return tokens.flatMap((token, place) => {
    if (token.text === 'and' || token.text === 'or') return operands(tokens, place)
    if (token.text === 'not') return negation(tokens, place)
    if (opensCondition(tokens, place)) return lone(tokens, place)
    return []
  })
}

function operands(tokens: Token[], place: number): Edit[] {
  const token = tokens[place] as Token
  const end = endOfOperand(tokens, place + 1)
  const edits = [edit(token.text, token.start, tokens[end - 1]?.end)]
  const start = startOfOperand(tokens, place)
  // Only the edit of the first operator in a chain removes the left side. For a later operator,
  // another edit already removes the operand on the left.
  if (tokens[start - 1]?.text !== token.text) {
    edits.unshift(edit(token.text, tokens[start]?.start, tokens[place + 1]?.start))
  }
  return edits
}

function negation(tokens: Token[], place: number): Edit[] {
  const [before, token, after] = tokens.slice(place - 1, place + 2)
  if (before?.text === 'is' || after?.text === 'null' || after?.text === 'valid') return []
  const rest = tokens.slice(place, place + 6).map(({ text }) => text)
  return [{ ...edit('not', token?.start, after?.start), label: rest.join(' ') }]
}

/** Returns the edits of a condition without `and` or `or`. */
function lone(tokens: Token[], place: number): Edit[] {
  const first = tokens[place + 1]
  const end = endOfOperand(tokens, place + 1)
  if (!first || ['and', 'or'].includes(tokens[end]?.text ?? '')) return []
  const word = tokens[place]?.text === 'if' || tokens[place]?.text === 'elsif' ? 'if' : 'where'
  const last = tokens[end - 1]?.end
  if (word === 'where') return [edit(word, first.start, last, 'true')]
  // If the body of the `if` is one call, another edit removes that call. Both edits make the same
  // mutant.
  if (tokens[end + 1]?.text === 'perform') return []
  return [edit(word, first.start, last, 'false'), edit(word, first.start, last, 'true')]
}

function opensCondition(tokens: Token[], place: number): boolean {
  const [before, token, after] = [tokens[place - 1], tokens[place], tokens[place + 1]]
  if (token?.text === 'if') return before?.text !== 'end' && after?.text !== 'not'
  if (token?.text === 'on')
    return tokens.slice(place - 8, place).some(({ text }) => text === 'join')
  return ['where', 'elsif', 'having'].includes(token?.text ?? '')
}

function edit(kind: string, start = 0, end = 0, by = ''): Edit {
  return { kind, start, end, by }
}
