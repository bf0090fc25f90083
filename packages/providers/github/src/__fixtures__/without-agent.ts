import { request } from 'node:http';

/** The status of a request without a `User-Agent`, which `fetch` would always send. */
export function withoutAgent(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end();
  });
}
