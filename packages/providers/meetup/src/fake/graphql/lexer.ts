/** A word or sign of a query, and where it stands, from 1. */
export interface Lexeme {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** A query that cannot be read. */
export class GraphqlSyntaxError extends Error {
  readonly at: Lexeme;

  constructor(at: Lexeme) {
    super(`Invalid syntax with offending token '${at.text}' at line ${at.line} column ${at.column}`);
    this.at = at;
  }
}

const pattern = /(?:[\s,\uFEFF]|#.*)+|[_A-Za-z]\w*|-?\d+(?:\.\d+)?|"(?:[^"\\\n]|\\.)*"|\.\.\.|./gu;

/** Splits a query; blanks, commas and comments are left out, and an empty lexeme ends the list. */
export function lex(query: string): readonly Lexeme[] {
  const lexemes: Lexeme[] = [];
  let [line, lineStart] = [1, 0];
  for (const { 0: text, index } of query.matchAll(pattern)) {
    if (!/^[\s,#\uFEFF]/.test(text)) lexemes.push({ text, line, column: index - lineStart + 1 });
    line += text.split('\n').length - 1;
    if (text.includes('\n')) lineStart = index + text.lastIndexOf('\n') + 1;
  }
  return [...lexemes, { text: '', line, column: query.length - lineStart + 1 }];
}
