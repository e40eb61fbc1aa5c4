import {readFileSync} from 'node:fs';
import {createServer, type IncomingHttpHeaders} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface PprofServer {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Every request so far. */
  readonly asked: Asked[];
  /** Resolves when the other side has cut an answer short. */
  readonly cutShort: Promise<void>;
  close(): Promise<void>;
}

/**
 * A service as Go's net/http/pprof makes it, on any free port.
 *
 * Like Go's it sends no CORS header by itself, refuses all but GET, says failures
 * in plain text with `X-Go-Pprof`, and answers a CPU profile when it is complete.
 * Beyond Go's it has pages that misbehave: /redirect, /drip, /silent, /huge.
 *
 * @param cors whether it lets every page read it, as behind the handler that the page shows
 */
export async function startPprofServer({cors = true} = {}): Promise<PprofServer> {
  const profile = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../profiles', name));
  const asked: Asked[] = [];
  let cut = (): void => {};
  const cutShort = new Promise<void>((resolve) => (cut = resolve));
  const server = createServer((request, response) => {
    const {method = '', url: path = '', headers} = request;
    asked.push({method, path, headers});
    response.on('close', () => {
      if (!response.writableEnded) cut();
    });
    if (cors) response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '*');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const fail = (status: number, text: string): void => {
      response.writeHead(status, {'Content-Type': 'text/plain; charset=utf-8', 'X-Go-Pprof': '1'}).end(`${text}\n`);
    };
    const send = (name: string, bytes: Buffer): void => {
      response.writeHead(200, {'Content-Type': 'application/octet-stream', 'Content-Disposition': `attachment; filename="${name}"`}).end(bytes);
    };
    if (method !== 'GET') {
      response.writeHead(405, {Allow: 'GET, HEAD'}).end('Method Not Allowed\n');
      return;
    }
    switch (path.split('?')[0]) {
      case '/debug/pprof/heap':
        return send('heap', profile('go1.24.server.heap.pb.gz'));
      case '/debug/pprof/profile':
        return send('profile', profile('go1.24.cpu.pb.gz'));
      case '/debug/pprof/':
        return void response.writeHead(200, {'Content-Type': 'text/html; charset=utf-8'}).end('<html><head><title>/debug/pprof/</title></head><body></body></html>');
      case '/debug/pprof/busy':
        return fail(500, 'Could not enable CPU profiling: cpu profiling already in use');
      case '/debug/pprof/talks':
        return fail(500, `<img src=x onerror=alert(1)>${'x'.repeat(2000)}`);
      case '/redirect':
        return void response.writeHead(302, {Location: '/debug/pprof/heap'}).end();
      case '/silent':
        return;
      case '/drip':
        response.writeHead(200);
        response.write(profile('go1.24.cpu.pb.gz').subarray(0, 100));
        return;
      case '/huge': {
        response.writeHead(200);
        // A message whose first field is longer than any that is read without asking.
        response.write(Buffer.from([0x32, 0x80, 0x80, 0x80, 0x80, 0x20]));
        const chunk = Buffer.alloc(1 << 20);
        const more = (): void => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', more);
        return more();
      }
      case '/':
        return void response.writeHead(200, {'Content-Type': 'text/plain; charset=utf-8'}).end('hello\n');
      default:
        return fail(404, 'Unknown profile');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    cutShort,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
