/*
 * Serves a folder as a careful publisher would: right MIME types, and the strict Content-Security-Policy on every response.
 * In: a folder and a port (0 for any free one), as arguments or to `serve`. Out: the address, printed or returned.
 * Not handled: compression, ranges, anything but GET and HEAD.
 */
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; " +
  "style-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types sayso";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".json": "application/json",
  ".ts": "text/plain; charset=utf-8",
};

/**
 * @param {string} root
 * @param {{port?: number, policy?: string | null | ((path: string) => string | null), extra?: Record<string, {type: string, body: string}>}} [options]
 *   `policy` by path, for tests that break it; `extra`: further files that are not on disk.
 */
export async function serve(root, { port = 0, policy = POLICY, extra = {} } = {}) {
  const base = path.resolve(root);
  const server = createServer(async (request, response) => {
    /** @type {Record<string, string>} */
    const headers = { "x-content-type-options": "nosniff", "cache-control": "no-store", "referrer-policy": "no-referrer" };
    let name = "/";
    try {
      name = decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname);
    } catch {
      response.writeHead(400, headers).end("400 bad address");
      return;
    }
    const rule = typeof policy === "function" ? policy(name) : policy;
    if (rule) headers["content-security-policy"] = rule;
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { ...headers, allow: "GET, HEAD" }).end("405 only GET and HEAD");
      return;
    }
    if (name.endsWith("/")) name += "index.html";
    const more = extra[name];
    if (more) {
      response.writeHead(200, { ...headers, "content-type": more.type }).end(more.body);
      return;
    }
    const file = path.join(base, name);
    try {
      if (!file.startsWith(base + path.sep) || !(await stat(file)).isFile()) throw new Error("not found");
      const body = await readFile(file);
      headers["content-type"] = TYPES[/** @type {keyof TYPES} */ (path.extname(file))] ?? "application/octet-stream";
      response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : body);
    } catch {
      response.writeHead(404, { ...headers, "content-type": "text/plain; charset=utf-8" }).end("404 not found");
    }
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(undefined));
  });
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { server, url: `http://127.0.0.1:${address.port}`, close: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [root = "dist", port = "8080"] = process.argv.slice(2);
  try {
    const { url } = await serve(root, { port: Number(port) });
    console.log(`Sayso is served at ${url}/ (a publisher's page: ${url}/embed.html). Stop with Ctrl+C.`);
  } catch (error) {
    console.error(`port ${port}: ${error instanceof Error ? error.message : error}; set another one with PORT=8081`);
    process.exit(1);
  }
}
