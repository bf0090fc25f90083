import { parseSync, Visitor } from 'oxc-parser';

/** One mention of another module. */
export interface Import {
  readonly specifier: string;
  /** Gone at run time. */
  readonly typeOnly: boolean;
  /** `import(…)`: loaded when it is reached. */
  readonly dynamic: boolean;
}

/** What the rules ask of a source file. */
export interface Source {
  readonly imports: readonly Import[];
  /** Names it exports by itself or from elsewhere, without those of `export *`. */
  readonly exported: readonly string[];
  /** Whether it does nothing but `export … from`. */
  readonly onlyReExports: boolean;
  /** Start and end of every string, template and regular expression. */
  readonly quoted: readonly (readonly [number, number])[];
  /** How often it says `any`. */
  readonly anyCount: number;
}

const parsed = new Map<string, Source>();

/** Reads a TypeScript or JavaScript file, once. */
export function readSource(path: string, text: string): Source {
  const key = `${path}\0${text}`;
  const known = parsed.get(key) ?? parse(path, text);
  parsed.set(key, known);
  return known;
}

/** The package a specifier names, `undefined` for a relative path or a part of Node. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function parse(path: string, text: string): Source {
  const { program, module, errors } = parseSync(path, text);
  if (errors[0]) throw new SyntaxError(`${path}: ${errors[0].message}`);
  const imports: Import[] = [];
  const quoted: [number, number][] = [];
  let anyCount = 0;
  const note = (source: { value?: unknown } | null, kind: { typeOnly: boolean; dynamic: boolean }): void => {
    if (typeof source?.value === 'string') imports.push({ specifier: source.value, ...kind });
  };
  new Visitor({
    ImportDeclaration: ({ source, importKind }) => note(source, { typeOnly: importKind === 'type', dynamic: false }),
    ExportAllDeclaration: ({ source, exportKind }) => note(source, { typeOnly: exportKind === 'type', dynamic: false }),
    ExportNamedDeclaration: ({ source, exportKind }) =>
      note(source, { typeOnly: exportKind === 'type', dynamic: false }),
    ImportExpression: ({ source }) =>
      note(source.type === 'Literal' ? source : null, { typeOnly: false, dynamic: true }),
    TSImportType: ({ source }) => note(source, { typeOnly: true, dynamic: false }),
    TSAnyKeyword: () => {
      anyCount += 1;
    },
    Literal: (node) => {
      if (typeof node.value === 'string' || 'regex' in node) quoted.push([node.start, node.end]);
    },
    TemplateLiteral: ({ start, end }) => {
      quoted.push([start, end]);
    },
    JSXText: ({ start, end }) => {
      quoted.push([start, end]);
    },
  }).visit(program);
  return {
    imports,
    exported: module.staticExports.flatMap(({ entries }) => entries.flatMap(({ exportName }) => exportName.name ?? [])),
    onlyReExports: program.body.every(
      (node) =>
        node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node.source !== null),
    ),
    quoted,
    anyCount,
  };
}
