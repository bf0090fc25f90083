import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createClock } from './clock.ts';
import { basicCredentials, bearerToken } from './credentials.ts';
import { createIds } from './ids.ts';
import { htmlPage, Markup, markup } from './markup.ts';
import { freePort } from './port.ts';

describe('createClock', () => {
  it('runs like the real clock and can be moved', async () => {
    const clock = createClock();
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1000);
    clock.advance(3600);
    expect(Math.abs(clock.now() - Date.now() - 3_600_000)).toBeLessThan(1000);
    clock.set(5000);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(clock.now()).toBeGreaterThan(5010);
    expect(clock.now()).toBeLessThan(15_000);
  });

  it('may start anywhere', () => {
    expect(Math.abs(createClock(1_000_000).now() - 1_000_000)).toBeLessThan(1000);
  });
});

describe('createIds', () => {
  it('repeats itself for the same seed and never within one', () => {
    const [one, same, other] = [createIds('a'), createIds('a'), createIds('b')];
    const ids = Array.from({ length: 50 }, () => one());
    expect(ids).toEqual(Array.from({ length: 50 }, () => same()));
    expect(new Set([...ids, other()]).size).toBe(51);
    expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
    expect([one(8).length, one(64).length]).toEqual([8, 64]);
  });
});

describe('freePort', () => {
  it('names a port that can be listened on', async () => {
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
  });
});

describe('basicCredentials, RFC 6749 §2.3.1', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  it.each([
    ['plain', basic('id:secret'), { id: 'id', secret: 'secret' }],
    ['form-encoded', basic('a%3Ab:p%40ss+word%2B'), { id: 'a:b', secret: 'p@ss word+' }],
    ['with a colon in the secret', basic('id:a:b'), { id: 'id', secret: 'a:b' }],
    ['empty secret', basic('id:'), { id: 'id', secret: '' }],
    ['lower-case scheme', basic('id:secret').replace('Basic', 'basic'), { id: 'id', secret: 'secret' }],
    ['no colon', basic('id'), undefined],
    ['bad percent', basic('id:%zz'), undefined],
    ['not base64', 'Basic ?', undefined],
    ['another scheme', 'Bearer abc', undefined],
    ['no header', undefined, undefined],
  ])('%s', (_title, header, expected) => expect(basicCredentials(header)).toEqual(expected));
});

describe('bearerToken, RFC 6750 §2.1', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer abc', 'abc'],
    ['BEARER  a.b-c_d~+/=', 'a.b-c_d~+/='],
    ['Bearer a b', undefined],
    ['Bearer ', undefined],
    ['Basic abc', undefined],
    [undefined, undefined],
  ])('%s', (header, expected) => expect(bearerToken(header)).toBe(expected));
});

describe('markup', () => {
  it('escapes values, keeps markup and joins lists', () => {
    const items = ['<b>', `"'&`].map((text) => markup`<li title="${text}">${text}</li>`);
    expect(markup`<ul>${items}</ul>${3}${new Markup('<hr>')}`.text).toBe(
      '<ul><li title="&#60;b&#62;">&#60;b&#62;</li><li title="&#34;&#39;&#38;">&#34;&#39;&#38;</li></ul>3<hr>',
    );
  });

  it('makes a page with an escaped title', () => {
    const page = htmlPage('<Fake>', markup`<p>Hello</p>`);
    expect(page).toContain('<title>&#60;Fake&#62;</title>');
    expect(page).toContain('<p>Hello</p>');
    expect(page).not.toContain('<Fake>');
  });
});
