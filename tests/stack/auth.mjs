// The auth server: @supabase/lite for /auth/v1 on SQLite, its mails appended to a file as JSON lines.
// Settings come as one JSON object in STACK_SETTINGS: port, url (the gateway's), modules, folder, jwt_secret, jwt_exp,
// confirm_emails, site_url, templates ({type: file}).
import { AsyncLocalStorage } from "node:async_hooks";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const settings = JSON.parse(process.env.STACK_SETTINGS);
const load = (file) => import(pathToFileURL(join(settings.modules, file)));
const { App } = await load("@supabase/lite/dist/index.js");
const { createConnection } = await load("@supabase/lite/dist/db/node/index.js");
const { serve } = await load("@hono/node-server/dist/index.mjs");

// The library writes site_url where the hosted service writes the redirect_to of the request, and links to
// site_url/auth/v1 where the hosted one links to the API's own address. Both are put right as a mail leaves.
const REDIRECT_TO = "@redirect-to@";
const asked = new AsyncLocalStorage();
const site = new URL(settings.site_url);
const LINK = /https?:\/\/[^\s"'<>]*\/auth\/v1\/verify\?token=([\w-]+)&type=(\w+)&redirect_to=[^\s"'<>]*/g;

function allowed(redirect) {
  if (!URL.canParse(redirect ?? "")) return settings.site_url;
  const { protocol, host, hostname } = new URL(redirect);
  const web = protocol === "http:" || protocol === "https:";
  return web && (host === site.host || hostname === "127.0.0.1") ? redirect : settings.site_url;
}

const email = {
  async send({ to, subject, text, html }) {
    const redirect = allowed(asked.getStore());
    const target = encodeURIComponent(redirect);
    const body = (html || text)
      .replaceAll(REDIRECT_TO, redirect)
      .replace(LINK, (_, token, type) => `${settings.url}/auth/v1/verify?token=${token}&type=${type}&redirect_to=${target}`);
    appendFileSync(join(settings.folder, "mails.jsonl"), `${JSON.stringify({ to, subject, body })}\n`);
  },
};

const template = {};
for (const [type, path] of Object.entries(settings.templates)) {
  const copy = join(settings.folder, `mail-${type}.html`);
  writeFileSync(copy, readFileSync(path, "utf8").replace(/\{\{\s*\.RedirectTo\s*\}\}/g, REDIRECT_TO));
  template[type] = { content_path: copy };
}

const app = new App({
  connection: createConnection({ url: pathToFileURL(join(settings.folder, "auth.sqlite3")).href }),
  auth: {
    enabled: true,
    jwt_secret: settings.jwt_secret,
    jwt_expiry: settings.jwt_exp,
    enable_refresh_token_rotation: true,
    site_url: settings.site_url,
    additional_redirect_urls: ["http://127.0.0.1:*/**"],
    email: { enable_confirmations: settings.confirm_emails, template },
  },
  // The gateway has checked the key already.
  options: { drivers: { email }, server: { apiKeys: false } },
});
await app.ensureSystemSchema();

const fetch = (request) =>
  asked.run(new URL(request.url).searchParams.get("redirect_to"), () => app.fetch(request));
const server = serve({ fetch, port: settings.port, hostname: "127.0.0.1" }, () => console.log(`auth on ${settings.port}`));
server.keepAliveTimeout = 75_000;
