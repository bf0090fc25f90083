/** A header name as careless back-ends see it: `X_Forwarded-User` and `x-forwarded.user` are one. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const words = (text: string) => text.trim().split(/\s+/);

/** RFC 9110 §7.6.1, and what older proxies knew: about one connection, not about the message. */
const hopByHop = new Set(
  words('connection keepalive proxyconnection te trailer transferencoding upgrade http2settings expect'),
);

/** What frames and addresses a message: set by us or by the HTTP library alone. */
const framing = new Set(words('host contentlength'));

/** Names by which some product or proxy knows a caller, a credential, an origin or another URL, without separators. */
const exact = new Set(
  words(`
    authorization authorization2 cookie cookie2 setcookie setcookie2 forwarded via apikey privatetoken jobtoken deploytoken
    clientip trueclientip xrealip xclientip xclusterclientip cfconnectingip fastlyclientip xazureclientip xsourceip
    xrewriteurl xurlscheme xhttpmethod xhttpmethodoverride xmethodoverride xaccesstoken xidtoken xapikey xapitoken
    xgroup xgroups xrole xroles xemail xmail xusername xausername xusergroups smuser ivuser ivgroups ivcreds
    gapauth gapsignature xonbehalfof onbehalfof xverifiedsubject sslclientcert xclientcert xclientdn xproxyuser
    xgitlabtoken dpop xrequestid proxy group groups role roles email mail xmail account xaccount xhost xcookie xwsse
  `),
);

/** The same, for whole families of names. */
const families = words(`
  xforwarded xoriginal proxyauth xproxyauth remoteuser remoteemail remotename remotegroup xremote xauth xwebauth xuser xsso
  xjwt xidentity ximpersonate impersonate xatlassian xseraph xgoog xpomerium cfaccess oidc xoidc xamznoidc xmsclientprincipal
  xmstoken xconsumer xcredential xdelegat xendpointapi xenvoy xsslclient sslclient clientcert xclientcert xbearerkit
  xcrowd
`);

/** Words that no name holds which is not about a caller; browsers' own `Sec-Fetch-User` says nothing of the kind. */
const telling = /^(?!secfetch).*?(user(?!agent)|login|token|session|principal|subject|claims|scope|identity)/;

/** Whether a name, in any spelling, says who the caller is, where the request came from, or with what credential. */
export function isProtected(name: string): boolean {
  const plain = plainName(name);
  return (
    exact.has(plain) || framing.has(plain) || telling.test(plain) || families.some((family) => plain.startsWith(family))
  );
}

/** Whether a name concerns one connection alone. */
export const isHopByHop = (name: string): boolean => hopByHop.has(plainName(name));

/** Whether a header of that name may be made to carry an identity. */
export function isSettable(name: string): boolean {
  const plain = plainName(name);
  const taken =
    hopByHop.has(plain) || framing.has(plain) || /^(cookie|content|accept|setcookie|forwarded$|via$)/.test(plain);
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/i.test(name) && !taken && plain !== 'authorization';
}
