import type { Selection } from './parse.ts';
import { fieldArguments, fieldType, isObject, namedType } from './schema.ts';

/** An entry of `errors`. */
export interface GraphqlError {
  readonly message: string;
  readonly locations: readonly { readonly line: number; readonly column: number }[];
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly classification: 'ValidationError' | 'InvalidSyntax' | 'DataFetchingException' };
}

/** What is wrong with a query before it runs: one unknown field fails all of it. */
export function validate(
  selections: readonly Selection[],
  type = 'Query',
  path: readonly string[] = [],
): GraphqlError[] {
  return selections.flatMap((selection) => {
    const { name, values, at } = selection;
    const here = [...path, name];
    const problem = (kind: string, text: string): GraphqlError[] => [
      {
        message: `Validation error (${kind}@[${here.join('/')}]) : ${text}`,
        locations: [{ line: at.line, column: at.column }],
        extensions: { classification: 'ValidationError' },
      },
    ];
    if (name === '__typename') return [];
    const field = fieldType(type, name);
    if (field === undefined) return problem('FieldUndefined', `Field '${name}' in type '${type}' is undefined`);
    const unknown = Object.keys(values).find((value) => !fieldArguments[`${type}.${name}`]?.includes(value));
    if (unknown !== undefined) return problem('UnknownArgument', `Unknown field argument '${unknown}'`);
    const inner = namedType(field);
    if (!isObject(inner)) {
      const scalar = `Subselection not allowed on leaf type '${field}' of field '${name}'`;
      return selection.selections === undefined ? [] : problem('SubselectionNotAllowed', scalar);
    }
    const bare = `Subselection required for type '${field}' of field '${name}'`;
    if (selection.selections === undefined) return problem('SubselectionRequired', bare);
    return validate(selection.selections, inner, here);
  });
}
