import { GraphqlSyntaxError } from './lexer.ts';
import { parseQuery, type Selection } from './parse.ts';
import { fieldType, isObject } from './schema.ts';
import { type GraphqlError, validate } from './validate.ts';

/** The body of an answer; without `data` when the query did not run. */
export interface GraphqlAnswer {
  readonly errors?: readonly GraphqlError[];
  readonly data?: unknown;
}

/** An object of the schema: its fields, or functions of their arguments that may throw. */
export type Source = Readonly<Record<string, unknown>>;

/** Marks that a non-null field came out as null, up to the nearest object or list that may be null. */
class NullBubble extends Error {}

/** Runs a query against a root object. */
export function execute(query: string, variables: Source | undefined, root: Source): GraphqlAnswer {
  let selections: readonly Selection[];
  try {
    selections = parseQuery(query, variables);
  } catch (error) {
    if (!(error instanceof GraphqlSyntaxError)) throw error;
    const { line, column } = error.at;
    const extensions = { classification: 'InvalidSyntax' } as const;
    return { errors: [{ message: error.message, locations: [{ line, column }], extensions }] };
  }
  const invalid = validate(selections);
  if (invalid.length > 0) return { errors: invalid };
  const errors: GraphqlError[] = [];
  const data = complete('Query', root, { selections, path: [], errors });
  return errors.length > 0 ? { errors, data } : { data };
}

interface Place {
  readonly selections: readonly Selection[];
  readonly path: readonly (string | number)[];
  readonly errors: GraphqlError[];
}

/** Gives a value the shape of a type (GraphQL §6.4.3). */
function complete(type: string, value: unknown, place: Place): unknown {
  if (type.endsWith('!')) {
    const result = complete(type.slice(0, -1), value, place);
    if (result === null) throw new NullBubble();
    return result;
  }
  if (value === null || value === undefined) return null;
  try {
    if (Array.isArray(value)) {
      const at = (index: number): Place => ({ ...place, path: [...place.path, index] });
      return value.map((item, index) => complete(type.slice(1, -1), item, at(index)));
    }
    return isObject(type) ? completeObject(type, value as Source, place) : value;
  } catch (error) {
    if (error instanceof NullBubble) return null;
    throw error;
  }
}

function completeObject(type: string, source: Source, { selections, path, errors }: Place): Source {
  const pairs = selections.map((selection) => {
    const { name, key, selections: inner = [], at } = selection;
    if (name === '__typename') return [key, type] as const;
    const here = [...path, key];
    const value = read(source[name], selection, (reason) => {
      const message = `Exception while fetching data (/${here.join('/')}) : ${reason}`;
      const extensions = { classification: 'DataFetchingException' } as const;
      errors.push({ message, locations: [{ line: at.line, column: at.column }], path: here, extensions });
    });
    return [
      key,
      complete(fieldType(type, name) ?? 'String', value, { selections: inner, path: here, errors }),
    ] as const;
  });
  return Object.fromEntries(pairs);
}

function read(field: unknown, { values }: Selection, failed: (reason: string) => void): unknown {
  if (typeof field !== 'function') return field;
  try {
    return field(values);
  } catch (error) {
    failed(error instanceof Error ? error.message : String(error));
    return null;
  }
}
