import { GraphqlSyntaxError, type Lexeme, lex } from './lexer.ts';

/** A field that a query selects. */
export interface Selection {
  readonly name: string;
  /** The alias, or the name. */
  readonly key: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Absent where the query selects nothing inside. */
  readonly selections?: readonly Selection[];
  readonly at: Lexeme;
}

const literals: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Reads one query: selections, aliases, arguments, variables. No fragments, no directives, no mutations.
 *
 * @throws GraphqlSyntaxError
 */
export function parseQuery(query: string, variables: Readonly<Record<string, unknown>> = {}): readonly Selection[] {
  const lexemes = lex(query);
  let position = 0;
  const peek = (): Lexeme => lexemes[position] as Lexeme;
  const fail = (): never => {
    throw new GraphqlSyntaxError(peek());
  };
  const skip = (text: string): boolean => {
    if (peek().text !== text) return false;
    position += 1;
    return true;
  };
  const expect = (text: string): void => void (skip(text) || fail());
  const word = (): string => {
    if (!/^[_A-Za-z]/.test(peek().text)) fail();
    position += 1;
    return lexemes[position - 1]?.text as string;
  };

  const value = (): unknown => {
    if (skip('$')) return variables[word()] ?? null;
    if (skip('[')) return until(']', value);
    if (skip('{')) return Object.fromEntries(until('}', pair));
    if (/^[_A-Za-z]/.test(peek().text)) {
      const name = word();
      return literals.has(name) ? literals.get(name) : name;
    }
    if (!/^(-?\d|")/.test(peek().text)) fail();
    position += 1;
    return JSON.parse(lexemes[position - 1]?.text as string);
  };
  const until = <T>(end: string, read: () => T): T[] => {
    const list: T[] = [];
    while (!skip(end)) list.push(read());
    return list;
  };
  const pair = (): readonly [string, unknown] => {
    const name = word();
    expect(':');
    return [name, value()];
  };
  const selection = (): Selection => {
    const at = peek();
    const first = word();
    const name = skip(':') ? word() : first;
    const values = Object.fromEntries(skip('(') ? until(')', pair) : []);
    return { name, key: first, values, at, ...(peek().text === '{' ? { selections: selections() } : {}) };
  };
  const selections = (): readonly Selection[] => {
    expect('{');
    return [selection(), ...until('}', selection)];
  };

  if (skip('query')) {
    if (peek().text !== '(' && peek().text !== '{') word();
    if (skip('(')) until(')', () => skip(peek().text || fail()));
  }
  const root = selections();
  return peek().text === '' ? root : fail();
}
