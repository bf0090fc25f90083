import { type Fault, faults } from '@bearerkit/testkit';

/** What goes wrong at Meetup now and then; `fake.fail(meetupFaults.rateLimited(5), { times: 1 })`. */
export const meetupFaults = {
  /** 429 with `Retry-After` in seconds and the limit headers of API version 2; without a number only the status. */
  rateLimited: (seconds?: number): Fault => {
    const wait = String(seconds);
    const headers = { 'retry-after': wait, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': wait };
    return faults.status(429, seconds === undefined ? {} : { headers });
  },

  /** 502 with a page instead of JSON. */
  badGateway: (): Fault => faults.html(502),

  /** The right answer, late. */
  slow: (milliseconds: number): Fault => faults.delay(milliseconds),

  /** A 400 that means nothing; the same request succeeds when repeated, so switch it on with `times: 1`. */
  spurious400: (): Fault => faults.status(400, { body: '{"errors":[{"code":"bad_request","message":"Bad Request"}]}' }),
} as const;
