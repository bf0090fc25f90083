import { ConfigurationError } from '../errors/configuration-error.ts';

const lists = ['accept', 'scopes', 'anyScope', 'audience', 'roles', 'groups', 'acr'];
/** What a route demands, and what guards add to it. */
const names = [...lists, 'maxAge', 'dpop', 'realm', 'optional', 'address', 'onRefusal'];
const checked = new WeakSet<object>();

/**
 * Refuses demands that would not be what somebody meant: a misspelt one demands nothing, and so lets too much through.
 * Each object is looked at once.
 * @throws ConfigurationError `invalid_options`
 */
export function checkDemands(demands: object): void {
  if (checked.has(demands)) return;
  for (const [name, value] of Object.entries(demands)) {
    if (!names.includes(name)) throw invalid(name, `there is no option \`${name}\`${suggestion(name)}`);
    if (value === undefined) continue;
    const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
    if (lists.includes(name) && !isList) throw invalid(name, `\`${name}\` must be a list of strings`);
    if (name === 'maxAge' && !(typeof value === 'number' && value >= 0)) {
      throw invalid(name, '`maxAge` must be a number of seconds');
    }
    if (name === 'dpop' && typeof value !== 'boolean') throw invalid(name, '`dpop` must be true or false');
  }
  checked.add(demands);
}

const invalid = (name: string, text: string) => new ConfigurationError('invalid_options', text, [name]);

function suggestion(name: string): string {
  const start = name.slice(0, 3).toLowerCase();
  const near = names.find((known) => known.toLowerCase().startsWith(start));
  return near === undefined ? `; there are ${names.join(', ')}` : `; did you mean \`${near}\`?`;
}
