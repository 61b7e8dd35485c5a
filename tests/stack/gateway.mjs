// What Kong does for a hosted Supabase: one port, API keys checked and turned into tokens, two upstreams.
// Settings come as one JSON object in STACK_SETTINGS: port, rest, auth (ports), keys ({key: token}).
import http from "node:http";
import { pipeline } from "node:stream";

const { port, rest, auth, keys } = JSON.parse(process.env.STACK_SETTINGS);
const tokens = new Map(Object.entries(keys));
const HOST = "127.0.0.1";

// PostgREST closes a connection that was idle for 30 s. Ours is given up before, so that few requests meet the closing.
const agent = new http.Agent({ keepAlive: true, maxSockets: 128, timeout: 20_000 });

// Bodies are held whole, so that they can be sent again. The largest that the app sends is a file of 32 MiB in hex.
const LARGEST_BODY = 256 * 2 ** 20;

// A link in a mail carries no key.
const OPEN = new Set(["/auth/v1/verify", "/auth/v1/callback", "/auth/v1/authorize", "/auth/v1/.well-known/jwks.json"]);
const HOP_BY_HOP = ["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"];

function answer(response, status, body) {
  if (response.headersSent) return response.destroy();
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}

function upstreamOf(path) {
  if (path.startsWith("/rest/v1/")) return { port: rest, path: path.slice("/rest/v1".length) };
  if (path === "/rest/v1") return { port: rest, path: "/" };
  if (path.startsWith("/auth/v1/")) return { port: auth, path };
  return null;
}

// A key goes in the header or in the query; in the query PostgREST would take it for a filter.
function takeKey(headers, query) {
  const parts = query.split("&").filter(Boolean);
  const named = parts.find((part) => part.startsWith("apikey="));
  const rest = parts.filter((part) => !part.startsWith("apikey=")).join("&");
  const key = headers.apikey ?? (named && decodeURIComponent(named.slice("apikey=".length).replaceAll("+", " ")));
  return { key, query: rest };
}

function withoutHopByHop(headers) {
  const kept = { ...headers };
  for (const name of HOP_BY_HOP) delete kept[name];
  return kept;
}

// All of it, or null where it is too large.
async function bodyOf(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= LARGEST_BODY) chunks.push(chunk);
  }
  return length > LARGEST_BODY ? null : Buffer.concat(chunks);
}

async function handle(request, response) {
  const at = request.url.indexOf("?");
  const path = at < 0 ? request.url : request.url.slice(0, at);
  const target = upstreamOf(path);
  if (!target) return answer(response, 404, { message: "no Route matched with those values" });

  let { key, query } = { key: undefined, query: "" };
  try {
    ({ key, query } = takeKey(request.headers, at < 0 ? "" : request.url.slice(at + 1)));
  } catch (error) {
    if (!(error instanceof URIError)) throw error; // a key with a broken % escape is a key nobody knows
  }
  if (!OPEN.has(path) && !tokens.has(key)) {
    const hint = key ? "Double check your Supabase API key." : "No `apikey` request header or url param was found.";
    return answer(response, 401, { message: "Invalid API key", hint });
  }

  const headers = withoutHopByHop(request.headers);
  const bearer = /^bearer +(.*)$/i.exec(headers.authorization ?? "")?.[1].trim();
  // A user's own token goes through untouched; no token, or a key in its place, becomes the key's token.
  if (tokens.has(key) && (!headers.authorization || tokens.has(bearer))) {
    headers.authorization = `Bearer ${tokens.get(tokens.has(bearer) ? bearer : key)}`;
  }
  delete headers.apikey;
  headers["x-forwarded-host"] = request.headers.host ?? "";
  headers["x-forwarded-proto"] = "http";

  const body = await bodyOf(request);
  if (body === null) return answer(response, 413, { message: "Request size limit exceeded" });
  if (body.length) headers["content-length"] = body.length;

  const options = { host: HOST, port: target.port, method: request.method, headers };
  options.path = query ? `${target.path}?${query}` : target.path;
  const refuse = (error) => {
    console.error(`${request.method} ${path}: ${error.message}`);
    const message = "An invalid response was received from the upstream server";
    answer(response, error.code === "ECONNREFUSED" ? 503 : 502, { message });
  };
  ask({ agent, ...options }, body, response, (error, isUnread) => {
    if (isUnread && !response.destroyed) ask({ agent: false, ...options }, body, response, refuse);
    else refuse(error);
  });
}

// Send a request on and its answer back; `onFailure` gets the error where there is no answer, and whether the request
// cannot have been read.
function ask(options, body, response, onFailure) {
  const upstream = http.request(options, (incoming) => {
    response.writeHead(incoming.statusCode, incoming.statusMessage, withoutHopByHop(incoming.headers));
    // Where the answer breaks off, the client's connection breaks too: half of an answer never looks whole.
    pipeline(incoming, response, () => {});
  });
  let readBefore = 0;
  upstream.on("socket", (socket) => (readBefore = socket.bytesRead));
  upstream.on("error", (error) => onFailure(error, wasClosedWhileIdle(upstream, readBefore, error)));
  response.on("close", () => response.writableFinished || upstream.destroy());
  upstream.end(body);
}

// A server that closes a connection it kept open does so between requests: one that arrives meanwhile was never read,
// whatever its method, and is answered by a reset. So a sign-up is safe to send again, as a commit is, which is
// written once for its commit id in any case. On a new connection, or after a byte of the answer, the same error may
// mean that the server worked on the request: then the client must know.
function wasClosedWhileIdle(upstream, readBefore, error) {
  const isReset = error.code === "ECONNRESET" || error.code === "EPIPE";
  return isReset && upstream.reusedSocket && upstream.socket.bytesRead === readBefore;
}

const server = http.createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
  // A client that goes away while it sends has nobody to answer.
  handle(request, response).catch((error) => response.destroy(error));
});
server.listen(port, HOST, () => console.log(`gateway on ${port}: rest ${rest}, auth ${auth}`));
