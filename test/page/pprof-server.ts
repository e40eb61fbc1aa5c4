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
  /** Whether a CPU profile is being made, so that another one is refused. */
  readonly isProfiling: boolean;
  /** Ends the CPU profiles that wait, as when their seconds are over. */
  finish(): void;
  close(): Promise<void>;
}

/** What it answers for each profile. A leak is one that the program made itself. */
const recorded: ReadonlyMap<string, string> = new Map([
  ['heap', 'go1.24.server.heap.pb.gz'],
  ['allocs', 'go1.24.hotspot.before.allocs.pb.gz'],
  ['goroutine', 'go1.24.server.goroutine.pb.gz'],
  ['heap?debug=1', 'go1.24.heapwork.heap.debug1.txt'],
  ['goroutine?debug=2', 'go1.24.server.goroutine.debug2.txt'],
  ['block', 'go1.24.server.block.pb.gz'],
  ['mutex', 'go1.24.server.mutex.pb.gz'],
  ['threadcreate', 'go1.24.server.threadcreate.pb.gz'],
  ['example.com/leaks', 'labels.pb.gz'],
]);

/** As Go's index page looks, with a profile of the program's own and what must not be listed. */
const index = `<html>
<head><title>/debug/pprof/</title><script>document.title = 'run'</script></head>
<body>/debug/pprof/<br>
<table><thead><td>Count</td><td>Profile</td></thead>
<tr><td>12</td><td><a href='allocs?debug=1'>allocs</a></td></tr>
<tr><td>0</td><td><a href='block?debug=1'>block</a></td></tr>
<tr><td>0</td><td><a href='cmdline?debug=1'>cmdline</a></td></tr>
<tr><td>3</td><td><a href="example.com/leaks?debug=1">example.com/leaks</a></td></tr>
<tr><td>0</td><td><a href='trace?debug=1'>trace</a></td></tr>
</table><a href="goroutine?debug=2">full goroutine stack dump</a><a href="https://elsewhere.example/debug/pprof/x">x</a></body></html>`;

/**
 * A service as Go's net/http/pprof makes it, on any free port.
 *
 * Like Go's it sends no CORS header by itself, refuses all but GET, says failures
 * in plain text with `X-Go-Pprof`, and answers a CPU profile when it is complete.
 * Beyond Go's it has pages that misbehave, /redirect, /drip, /silent, /large and /huge, and two
 * that answer as Pyroscope and Parca do.
 *
 * @param cors whether it lets every page read it, as behind the handler that the page shows
 * @param slow whether a CPU profile takes until `finish()`
 */
export async function startPprofServer({cors = true, slow = false} = {}): Promise<PprofServer> {
  const profile = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../profiles', name));
  const asked: Asked[] = [];
  let cut = (): void => {};
  const cutShort = new Promise<void>((resolve) => (cut = resolve));
  const waiting = new Set<() => void>();
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
      case '/debug/pprof/profile':
        if (Number(new URL(path, 'http://localhost').searchParams.get('seconds')) >= 3000) return fail(400, "profile duration exceeds server's WriteTimeout");
        if (!slow) return send('profile', profile('go1.24.cpu.pb.gz'));
        if (waiting.size > 0) return fail(500, 'Could not enable CPU profiling: cpu profiling already in use');
        {
          const end = (): void => {
            waiting.delete(end);
            send('profile', profile('go1.24.cpu.pb.gz'));
          };
          waiting.add(end);
          response.on('close', () => waiting.delete(end));
        }
        return;
      case '/debug/pprof/':
        return void response.writeHead(200, {'Content-Type': 'text/html; charset=utf-8'}).end(index);
      case '/debug/pprof/405':
        return void response.writeHead(405, {'Content-Type': 'text/plain; charset=utf-8'}).end('Method Not Allowed\n');
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
      case '/large':
        // It says how long it is, and nobody wants the rest.
        return void response.writeHead(200, {'Content-Length': String(5 * 2 ** 30)}).flushHeaders();
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
      case '/pyroscope/render':
        return path.includes('&format=pprof') ? send('pyroscope.pprof', profile('go1.24.cpu.pb.gz')) : fail(400, 'no format');
      case '/api/profiles/query':
        return void response.writeHead(200, {'Content-Type': 'application/json'}).end(JSON.stringify({total: '1', filtered: '0', pprof: profile('go1.24.cpu.pb.gz').toString('base64')}));
      case '/':
        return void response.writeHead(200, {'Content-Type': 'text/plain; charset=utf-8'}).end('hello\n');
      default: {
        const file = recorded.get(path.replace('/debug/pprof/', '').replace(/[?&](seconds|gc)=\d+/g, ''));
        return file === undefined ? fail(404, 'Unknown profile') : send('profile', profile(file));
      }
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    cutShort,
    get isProfiling() {
      return waiting.size > 0;
    },
    finish() {
      for (const end of waiting) end();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
