import { ClientError } from '../errors/client-error.ts';
import { Refusal } from '../internal/refusal.ts';

/** Runs a verb; a provider that could not be asked becomes a `ClientError` with the reason as code. */
export async function asClientError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) throw new ClientError(error.reason, error.message, undefined, error);
    throw error;
  }
}
