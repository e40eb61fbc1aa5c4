import {createReadStream} from 'node:fs';
import {readFile, stat} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
import {extname, join, resolve, sep} from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
};

export interface Served {
  readonly url: string;
  readonly server: Server;
  /** Stops at once: what is open is cut. */
  close(): Promise<void>;
}

/**
 * Serves a folder to this machine and to no other, with the headers of its `_headers` file.
 *
 * @param port the first one to try; the next free one is taken. 0 is any
 * @param headers whether `_headers` is obeyed: many hosts cannot
 */
export async function serve(folder: string, {port = 0, headers = true} = {}): Promise<Served> {
  const root = resolve(folder);
  const server = createServer(async (request, response) => {
    const path = pathOf(request.url ?? '/');
    const file = path === undefined ? undefined : join(root, path.endsWith('/') ? `${path}index.html` : path);
    const found = file?.startsWith(root + sep) ? await stat(file).catch(() => undefined) : undefined;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, {Allow: 'GET, HEAD'}).end();
    } else if (file === undefined || path === '/_headers' || !found?.isFile()) {
      response.writeHead(404, {'Content-Type': 'text/plain; charset=utf-8'}).end('not found\n');
    } else {
      response.setHeader('Cache-Control', 'no-cache');
      response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
      response.setHeader('Content-Length', found.size);
      if (headers) for (const [name, value] of await headersFor(root, path!)) response.setHeader(name, value);
      if (request.method === 'HEAD') response.end();
      else createReadStream(file).on('error', () => response.destroy()).pipe(response);
    }
  });
  const taken = await listen(server, port);
  return {
    url: `http://127.0.0.1:${taken}/`,
    server,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function pathOf(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
}

/** Every rule that fits, in the order of the file: `/app/*` is a prefix, all else is a whole path. */
async function headersFor(root: string, path: string): Promise<[string, string][]> {
  const text = await readFile(join(root, '_headers'), 'utf8').catch(() => '');
  const found: [string, string][] = [];
  let fits = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('/')) {
      const rule = line.trim();
      fits = rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : path === rule;
    }
    const header = /^\s+([\w-]+):\s*(.+)$/.exec(line);
    if (header && fits) found.push([header[1]!, header[2]!.trim()]);
  }
  return found;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' && port !== 0 && port < 65_535) done(listen(server, port + 1));
      else failed(error);
    });
    server.listen(port, '127.0.0.1', () => {
      server.removeAllListeners('error');
      const address = server.address();
      done(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}
