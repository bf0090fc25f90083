/** Frameworks alone, and what their users guard them with today, set up as each documentation says. */
import { audience } from '../lib/tokens.mjs';
import { express, fastify, fetchBridge, hono, http, koa } from './frameworks.mjs';

const bare = (name, start) => ({ name, role: 'limit', limit: name, bare: true, start });
const peer = (name, limit, start) => ({ name, role: 'peer', limit, start });
const library = async (name) => (await import(name)).default;

export const bareServers = [
  { ...bare('node:http', () => http()), quick: true },
  { ...bare('Fetch bridge', () => fetchBridge()), quick: true },
  { ...bare('Express', () => express()), quick: true },
  bare('Fastify', () => fastify()),
  bare('Koa', () => koa()),
  bare('Hono', () => hono()),
];

const fastifyJwt = ({ pem, alg, issuer }, cache) =>
  fastify(async (app) => {
    const verify = { algorithms: [alg], allowedIss: issuer, allowedAud: audience, cache };
    await app.register(await library('@fastify/jwt'), { secret: { public: pem }, verify });
    app.addHook('onRequest', (request) => request.jwtVerify());
  });

export const jwtPeers = [
  {
    ...peer('express-oauth2-jwt-bearer', 'Express', async ({ issuer, alg }) => {
      const { auth } = await import('express-oauth2-jwt-bearer');
      return express(auth({ issuer, audience, jwksUri: `${issuer}/jwks`, tokenSigningAlg: alg }));
    }),
    quick: true,
  },
  peer('passport-jwt', 'Express', async ({ issuer, alg, pem }) => {
    const [passport, { Strategy, ExtractJwt }] = [await library('passport'), await library('passport-jwt')];
    const jwtFromRequest = ExtractJwt.fromAuthHeaderAsBearerToken();
    const options = { jwtFromRequest, issuer, audience, algorithms: [alg], secretOrKey: pem };
    passport.use(new Strategy(options, (claims, done) => done(null, claims)));
    return express(passport.authenticate('jwt', { session: false }));
  }),
  peer('@fastify/jwt', 'Fastify', (settings) => fastifyJwt(settings, false)),
  peer('@fastify/jwt, cache', 'Fastify', (settings) => fastifyJwt(settings, true)),
  peer('koa-jwt', 'Koa', async ({ issuer, alg, pem }) => {
    const guard = await library('koa-jwt');
    return koa(guard({ secret: pem, algorithms: [alg], issuer, audience }));
  }),
  peer('hono/jwk', 'Hono', async ({ issuer, alg, jwk }) => {
    const { jwk: guard } = await import('hono/jwk');
    return hono(guard({ keys: [jwk], alg: [alg], verification: { iss: issuer, aud: audience, typ: 'at+jwt' } }));
  }),
];
