import { type Answer, json } from '@bearerkit/testkit';

/** Refuses as the sign-in service does: an OAuth error, and Microsoft's number in a text of several lines. */
export function refuse(
  error: string,
  code: number,
  text: string,
  more: Readonly<Record<string, unknown>> = {},
): Answer {
  const description = `AADSTS${code}: ${text}\r\nTrace ID: t\r\nCorrelation ID: c\r\nTimestamp: 2026-01-01 00:00:00Z`;
  const body = {
    error,
    error_description: description,
    error_codes: [code],
    timestamp: '2026-01-01 00:00:00Z',
    trace_id: 't',
    correlation_id: 'c',
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    ...more,
  };
  return json(body, { status: error === 'invalid_client' ? 401 : 400 });
}
