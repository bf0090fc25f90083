/**
 * A second level of the facts cache, shared by the processes of one service, such as Redis. It sees keyed hashes and
 * sealed values: never a token, a claim or a name. A miss is `undefined`, a store that can not tell throws: then the
 * provider is asked as if there were no store. May lose values at any time, and need not keep any past their life.
 */
export interface FactsStore {
  /** @param key 43 characters, base64url */
  get(key: string): Promise<string | undefined>;
  /** @param lifeSeconds at least 1; the value says so itself as well */
  set(key: string, value: string, lifeSeconds: number): Promise<void>;
  delete(key: string): Promise<void>;
}
