import { type Fault, faults } from '@bearerkit/testkit';
import { problem } from './rest.ts';

/** What goes wrong at GitHub now and then; `fake.fail(githubFaults.secondaryLimit(), { path: '/user' })`. */
export const githubFaults = {
  /** 403 that only its message gives away: without `Retry-After`, and with calls left. */
  secondaryLimit: (): Fault => () => {
    const answer = problem(
      403,
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
      'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits',
    );
    return { ...answer, headers: { ...answer.headers, 'x-ratelimit-remaining': '14' } };
  },

  /** What GitHub answers to a call that took longer than 10 seconds. */
  serverError: (): Fault => faults.status(502, { body: JSON.stringify({ message: 'Server Error' }) }),
} as const;
