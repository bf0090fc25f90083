/** HTML that is safe to send: what {@link markup} made. */
export class Markup {
  readonly text: string;

  /** Takes the text as it is; use {@link markup}, which escapes. */
  constructor(text: string) {
    this.text = text;
  }
}

/** What {@link markup} takes between `${` and `}`. */
export type MarkupValue = string | number | Markup | readonly MarkupValue[];

/**
 * Writes HTML; every value is escaped unless it is markup itself.
 *
 * @example
 * markup`<ul>${names.map((name) => markup`<li>${name}</li>`)}</ul>`
 */
export function markup(strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return new Markup(strings.map((text, index) => text + toHtml(values[index] ?? '')).join(''));
}

/** A whole page, in a plain style that a person can look at. */
export function htmlPage(title: string, body: Markup): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body><main>
<h1>${title}</h1>
${body}
</main></body>
</html>
`.text;
}

function toHtml(value: MarkupValue): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(toHtml).join('');
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
:root { color-scheme: light dark; --line: #8885; --accent: #4c5fd5; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-width: 34rem; margin: 8vh auto; padding: 0 1.25rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; }
code { overflow-wrap: anywhere; }
fieldset { border: 1px solid var(--line); border-radius: 8px; margin: 1.25rem 0; padding: .25rem; }
legend { padding: 0 .5rem; font-weight: 600; }
label { display: flex; gap: .75rem; align-items: center; padding: .5rem .75rem; border-radius: 6px; cursor: pointer; }
label:hover, label:has(:checked) { background: #8882; }
small { display: block; opacity: .75; }
button { font: inherit; padding: .5rem 1.25rem; border-radius: 6px; border: 1px solid var(--line); cursor: pointer; }
button.primary { background: var(--accent); border-color: var(--accent); color: #fff; }
`;
