import { z } from 'zod';
import { noUsers } from '../directory/none.ts';
import { staticUsers } from '../directory/static.ts';
import { headerActAs } from '../pipeline/act-as/header.ts';
import { jwtActAs } from '../pipeline/act-as/jwt.ts';
import { isLoopback } from './address.ts';

const origin = z.string().superRefine((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (url === undefined || !isHttp || !/^https?:\/\/[^/?#@]+\/?$/i.test(text)) {
    context.addIssue('is an origin, such as http://127.0.0.1:8082: the path of a request is forwarded as it is');
  }
});

/** One entry of `upstreams`. */
export const upstreamSchema = z
  .strictObject({
    url: origin,
    type: z.enum(['jira', 'confluence', 'bitbucket', 'http']).default('http'),
    users: z.discriminatedUnion('kind', [staticUsers.options, noUsers.options]).optional(),
    actAs: z.discriminatedUnion('kind', [headerActAs.options, jwtActAs.options]).optional(),
    /** The operator's word that nobody reaches the upstream but through the gateway. */
    onlyReachableThroughGateway: z.boolean().default(false),
  })
  .superRefine(({ url, actAs, onlyReachableThroughGateway }, context) => {
    const { protocol, hostname, host } = new URL(url);
    if (isLoopback(hostname) || onlyReachableThroughGateway) return;
    const say = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    const remedy = 'use a loopback address, or say `onlyReachableThroughGateway: true` if the network makes it so';
    if (protocol === 'http:')
      say(['url'], `http://${host} is neither https nor a loopback address: use https, or ${remedy}`);
    else if (actAs?.kind === 'header') {
      say(['actAs', 'kind'], `anybody who reaches ${host} could send a plain header too: use \`jwt\`, ${remedy}`);
    }
  });
