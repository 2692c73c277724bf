import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import { overview } from './figures.ts';
import { FakeServer } from './server.ts';

const BASE = '/admin/api';
const POLICY =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return request.headers['content-type'] === 'application/json' && text !== ''
    ? JSON.parse(text)
    : undefined;
}

function live(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const tell = () =>
    response.write(
      `data: ${JSON.stringify({ ...overview(), offersPerSecond: 40 + Math.random() * 3 })}\n\n`,
    );
  tell();
  const ticks = setInterval(tell, 1_000);
  response.on('close', () => clearInterval(ticks));
}

/** Answers the admin interface from memory, for looking at the console without a running program. */
export function fakeServer(): Plugin {
  const server = new FakeServer();
  const handle: Connect.NextHandleFunction = (request, response, next) => {
    const url = request.url ?? '';
    if (!url.startsWith(BASE)) {
      next();
      return;
    }
    if (url.includes('/overview/live')) {
      live(response);
      return;
    }
    bodyOf(request).then((body) => {
      const csrf = request.headers['x-csrf-token'];
      const { status, body: answer } = server.answer(
        request.method ?? 'GET',
        url.slice(BASE.length),
        body,
        typeof csrf === 'string' ? csrf : null,
      );
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(answer === undefined ? '' : JSON.stringify(answer));
    }, next);
  };
  const guard: Connect.NextHandleFunction = (_, response, next) => {
    response.setHeader('Content-Security-Policy', POLICY);
    next();
  };
  return {
    name: 'fake-server',
    configureServer(vite) {
      vite.middlewares.use(handle);
    },
    // The built pages under the policy that the program sends.
    configurePreviewServer(vite) {
      vite.middlewares.use(guard);
      vite.middlewares.use(handle);
    },
  };
}
