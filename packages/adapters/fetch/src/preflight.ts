/** A CORS preflight, to which browsers never add a credential (Fetch standard §3.3.6). */
export function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');
}
