import type { PathPattern } from '../config/path-pattern.ts';

/** Folders of the public listener that are the gateway's own, whatever the routes say. */
const own = ['/-/', '/auth/', '/.well-known/bearerkit/', '/.well-known/oauth-protected-resource'] as const;

/** Whether a path is the gateway's own. */
export const isOwnPath = (path: string): boolean => own.some((prefix) => path.startsWith(prefix));

/** Whether a route could never be reached, because all its paths are the gateway's own. */
export const isReserved = ({ base, below }: PathPattern): boolean => isOwnPath(below ? `${base}/` : base);
