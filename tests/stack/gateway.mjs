// What Kong does for a hosted Supabase: one port, API keys checked and turned into tokens, two upstreams.
// Settings come as one JSON object in STACK_SETTINGS: port, rest, auth (ports), keys ({key: token}).
import http from "node:http";

const { port, rest, auth, keys } = JSON.parse(process.env.STACK_SETTINGS);
const tokens = new Map(Object.entries(keys));
const HOST = "127.0.0.1";

// PostgREST closes a connection that was idle for 30 s: ours must be given up first, or a request meets the closing.
const agent = new http.Agent({ keepAlive: true, maxSockets: 128, timeout: 20_000 });

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

function handle(request, response) {
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
  if (request.headers["transfer-encoding"]) headers["transfer-encoding"] = "chunked";

  const options = { agent, host: HOST, port: target.port, method: request.method, headers };
  options.path = query ? `${target.path}?${query}` : target.path;
  const upstream = http.request(options, (incoming) => {
    response.writeHead(incoming.statusCode, incoming.statusMessage, withoutHopByHop(incoming.headers));
    incoming.pipe(response);
    incoming.on("error", () => response.destroy());
  });
  upstream.on("error", (error) => {
    console.error(`${request.method} ${path}: ${error.message}`);
    const message = "An invalid response was received from the upstream server";
    answer(response, error.code === "ECONNREFUSED" ? 503 : 502, { message });
  });
  response.on("close", () => response.writableFinished || upstream.destroy());
  request.pipe(upstream);
}

const server = http.createServer({ keepAliveTimeout: 75_000 }, handle);
server.listen(port, HOST, () => console.log(`gateway on ${port}: rest ${rest}, auth ${auth}`));
