import type { Instance } from '../internal/instance.ts';
import { retryAfter } from '../internal/outbound.ts';
import { readPointer } from '../internal/pointer.ts';
import { Refusal } from '../internal/refusal.ts';
import type { Attributes } from '../provider/attributes.ts';
import type { DocumentReading } from '../provider/endpoint.ts';
import { type Judge, type ProviderDocument, userinfoProof } from '../provider/inspection.ts';
import { inspect } from './inspect.ts';
import { subjectOf } from './map.ts';
import type { Proof } from './proof.ts';

/**
 * Fetches, with the token, the documents that attributes read and the proof did not already bring.
 * @throws Refusal 503
 */
export function completeDocuments(
  instance: Instance,
  attributes: Attributes<string>,
  token: string,
  proof: Proof,
): Proof['documents'] | Promise<Proof['documents']> {
  // A machine has no name and no address: only what its subject is read from is asked for.
  const wanted = proof.machine ? [ownSource(attributes.subject) ?? attributes.from] : sourcesOf(attributes);
  const missing = wanted.filter((name) => proof.documents[name] === undefined);
  return missing.length === 0 ? proof.documents : fetchAll(instance, missing, token, proof);
}

async function fetchAll(
  instance: Instance,
  missing: readonly string[],
  token: string,
  { documents: known, claims }: Proof,
): Promise<Proof['documents']> {
  const documents: Record<string, ProviderDocument> = { ...known };
  for (const name of missing) {
    const document = await readDocument(instance, name, token);
    // OIDC Core §5.3.2: userinfo must name the token's subject; other documents may not name another one.
    const silent = namesSubject(instance, name) || (document.sub === undefined && name !== 'userinfo');
    if (claims.sub !== undefined && !silent && claims.sub !== document.sub) {
      throw new Refusal('provider_malformed', `${name}: its sub is not the token's.`);
    }
    documents[name] = document;
  }
  return documents;
}

/** What a provider says of how a document is read. */
const readingOf = (instance: Instance, name: string): DocumentReading => {
  const endpoint = instance.provider.endpoints[name];
  return typeof endpoint === 'object' && 'url' in endpoint ? endpoint : {};
};

/**
 * Asks an endpoint, with the token, for a document, and reads it the way that its provider says.
 * @throws Refusal
 */
export async function readDocument(instance: Instance, name: string, token: string): Promise<ProviderDocument> {
  const { list, optional = false, query, judge } = readingOf(instance, name);
  const more = { list, query: query?.(token, instance.provider.client ?? { id: '' }) };
  // A 403 with a time to wait is a limit, as everywhere (GitHub): it does not say that there is none.
  const isNone: Judge = ({ status, headers }) =>
    status === 404 || (status === 403 && retryAfter(headers) === undefined) ? 'refused' : undefined;
  const how = userinfoProof(name, { judge: (answer) => judge?.(answer) ?? (optional ? isNone(answer) : undefined) });
  try {
    return await inspect(instance, how, token, more);
  } catch (error) {
    if (optional && error instanceof Refusal && error.reason === 'unrecognised') return {};
    throw error;
  }
}

/** Whether a provider says where a document names its subject. */
export const namesSubject = (instance: Instance, name: string): boolean =>
  readingOf(instance, name).subject !== undefined;

/** Documents that name their subject in a place of their own must name the token's. @throws Refusal 503 */
export function checkSubjects(instance: Instance, documents: Proof['documents'], subject: string): void {
  for (const [name, document] of Object.entries(documents)) {
    const { subject: place } = readingOf(instance, name);
    const isSilent = place === undefined || (name !== 'userinfo' && Object.keys(document).length === 0);
    if (isSilent || subjectOf(readPointer(document, place)) === subject) continue;
    throw new Refusal('provider_malformed', `${name}: it speaks of another subject.`);
  }
}

const sources = new WeakMap<Attributes<string>, readonly string[]>();

/** The documents that a rule's attributes read; found out once for each rule. */
function sourcesOf(attributes: Attributes<string>): readonly string[] {
  const known = sources.get(attributes);
  if (known !== undefined) return known;
  const names = [attributes.from, ...Object.values(attributes).map(ownSource)];
  const found = [...new Set(names.filter((name) => name !== undefined))];
  sources.set(attributes, found);
  return found;
}

const ownSource = (attribute: unknown) =>
  typeof attribute === 'object' && attribute !== null ? (attribute as { readonly from?: string }).from : undefined;
