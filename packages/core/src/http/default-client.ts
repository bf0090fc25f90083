import type { HttpClient } from './client.ts';

/** The {@link HttpClient} of a registry that was given none: axios, which loads with the first call. */
export function defaultClient(): HttpClient {
  let loaded: Promise<HttpClient> | undefined;
  const load = async () => {
    const { axiosClient } = await import('./axios-client.ts');
    return axiosClient();
  };
  return {
    send: async (request) => {
      loaded ??= load();
      return (await loaded).send(request);
    },
    close: async () => (await loaded)?.close?.(),
  };
}
