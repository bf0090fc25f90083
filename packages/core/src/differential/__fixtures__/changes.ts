import { identityOf } from './setup.ts';
import type { Stage } from './stage.ts';
import { groups, mint, opaqueState, subjects, type Token } from './tokens.ts';
import { activeUser, sites } from './world.ts';

/** Something changes: a token or a person, a provider, what is revoked, or our own configuration. */
export async function change(stage: Stage): Promise<void> {
  const { random } = stage.world;
  const draw = random.next();
  if (draw < 0.3) changeToken(stage, random.pick(stage.pool));
  else if (draw < 0.4) changeUser(stage, random.pick(subjects));
  else if (draw < 0.65) await obtain(stage);
  else if (draw < 0.73) changeTrouble(stage);
  else if (draw < 0.79) await revokeToken(stage, random.pick(stage.pool));
  else if (draw < 0.82) await revokeSubject(stage);
  else if (draw < 0.87) await lift(stage);
  else if (draw < 0.91) purge(stage);
  else if (draw < 0.95) rotate(stage);
  else stage.configure();
}

/** What may well happen while a provider is asked about a token. */
export async function changeDuring(stage: Stage, token: Token): Promise<void> {
  const draw = stage.world.random.next();
  if (draw < 0.35) await revokeToken(stage, token);
  else if (draw < 0.6) await revokeSubject(stage);
  else if (draw < 0.8) changeToken(stage, token);
  else if (draw < 0.9) purge(stage);
  else stage.configure();
}

function changeToken(stage: Stage, token: Token): void {
  const { opaque } = token;
  if (opaque === undefined) return;
  const { world } = stage;
  const next = world.random.chance(0.3) ? undefined : opaqueState(world, opaque.site, opaque.state.at(-1));
  opaque.state.change(next, world.now);
  stage.note(`state ${token.name} ${JSON.stringify(next)}`, token);
}

function changeUser(stage: Stage, subject: string): void {
  const { random, now } = stage.world;
  const user = activeUser(subject, random.pick(groups));
  const next = random.pick([user, user, user, user, { ...user, active: false }, undefined, null, 'broken'] as const);
  stage.world.userOf(subject).change(next, now);
  stage.note(`user ${subject} ${JSON.stringify(next)}`);
}

function changeTrouble(stage: Stage): void {
  const { random, trouble, now } = stage.world;
  const ill = sites.filter((site) => trouble[site].now !== undefined);
  const site = ill.length > 0 && random.chance(0.9) ? random.pick(ill) : random.pick(sites);
  const next =
    trouble[site].now === undefined ? random.pick(['reset', 'error', 'limited', 'page'] as const) : undefined;
  trouble[site].change(next, now);
  stage.note(`trouble ${site} ${next}`);
}

function rotate(stage: Stage): void {
  const { world } = stage;
  const site = world.random.pick(['one', 'two'] as const);
  world.rotate(site, world.random.pick([0, 1, 1, 2]));
  stage.note(`rotate ${site} ${world.issuers[site].published.now.join(' ')}`);
}

function purge(stage: Stage): void {
  const { deployment, world } = stage;
  deployment.registry.purge();
  deployment.purged = world.now;
  deployment.forgot = world.now;
  stage.note('purge');
}

/** Our own client obtains a token. */
async function obtain(stage: Stage): Promise<void> {
  const { world, deployment, pool } = stage;
  const ours = pool.filter(({ opaque }) => opaque?.site === 'login');
  const token = ours.find(({ minted }) => minted === undefined) ?? world.random.pick(ours);
  if (token === undefined || token.minted?.expiresAt !== undefined) return;
  if (!deployment.setup.keys.includes('login') || world.trouble.login.now !== undefined) return;
  const isTold = token.minted === undefined && world.random.chance(0.5);
  const expiresIn = isTold ? world.random.pick([10, 60, 500]) : undefined;
  world.next = { text: token.text, expiresIn };
  await deployment.registry.client('login').exchange({ code: 'code', redirectUri: 'https://app.test/cb' });
  mint(token, world.now, expiresIn);
  deployment.forgot = world.now;
  stage.note(`mint ${token.name} ${expiresIn}`, token);
}

async function revokeToken(stage: Stage, token: Token): Promise<void> {
  await stage.deployment.registry.revoke({ token: token.text });
  stage.world.revokedTokens.add(token);
  stage.note(`revoke ${token.name}`, token);
}

async function revokeSubject(stage: Stage): Promise<void> {
  const { world, deployment } = stage;
  const { setup, registry } = deployment;
  if (setup.keys.length === 0) return;
  const provider = world.random.pick(setup.keys);
  const subject = world.random.pick(subjects);
  await registry.revoke({ provider, subject });
  const name = `${identityOf(provider, setup)} ${subject}`;
  world.revokedSubjects.set(name, Date.now() / 1000);
  stage.note(`revoke-subject ${name}`);
}

/** A revocation of a subject is lifted, by whoever runs the store. */
async function lift(stage: Stage): Promise<void> {
  const { world, stores } = stage;
  const [name] = world.revokedSubjects.keys();
  if (name === undefined) return;
  const [identity = '', subject = ''] = name.split(' ');
  await stores.revocations.lift(identity, subject);
  world.revokedSubjects.delete(name);
  world.lifted.set(name, world.event);
  stage.note(`lift ${name}`);
}
