import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep } from '../lib/statistics.mjs';

const reuse = 'proxy_http_version 1.1; proxy_set_header Connection "";';

/** An upstream that answers a small JSON document at once; what a gateway stands in front of. */
export const nginxUpstream = () =>
  nginx(
    (port) => `server {
    listen 127.0.0.1:${port} backlog=1024;
    location / { default_type application/json; return 200 '{"hello":"world"}'; }
  }`,
  );

/** nginx that asks userinfo about each new token, keeps the answer for a minute, and asks once for many. */
export const nginxAuthRequest = ({ issuer, upstream }) =>
  nginx(
    (port, folder) => `proxy_cache_path ${folder}/cache keys_zone=tokens:10m max_size=64m;
  upstream api { server 127.0.0.1:${upstream}; keepalive 128; }
  upstream issuer { server ${new URL(issuer).host}; keepalive 128; }
  server {
    listen 127.0.0.1:${port} backlog=1024;
    location / { auth_request /auth; proxy_pass http://api; ${reuse} }
    location = /auth {
      internal; proxy_pass http://issuer/userinfo; ${reuse}
      proxy_pass_request_body off; proxy_set_header Content-Length "";
      proxy_cache tokens; proxy_cache_key $http_authorization; proxy_cache_valid 200 60s; proxy_cache_lock on;
    }
  }`,
  );

async function nginx(configure) {
  const [folder, port] = [mkdtempSync(join(tmpdir(), 'bearerkit-nginx-')), await freePort()];
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => {
    mkdirSync(join(folder, kind));
    return `${kind}_temp_path ${folder}/${kind};`;
  });
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr error; worker_rlimit_nofile 8192;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000; ${temporary.join(' ')} ${configure(port, folder)} }`,
  );
  const child = spawn('nginx', ['-e', 'stderr', '-c', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code) => resolve(`nginx ended with ${code}`));
  });
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const failed = await Promise.race([answers(port), ended]);
  if (failed === undefined) return { port, pid: child.pid, stop };
  await stop();
  throw new Error(failed);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** @returns why not, if it does not answer */
async function answers(port) {
  for (let attempt = 0; attempt < 50; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer !== undefined) return undefined;
    await sleep(100);
  }
  return 'nginx does not answer';
}
