/// <reference lib="webworker" />
// The service worker. For a counter it keeps the built files and the counter's empty form: no page with anything of a
// person in it. For an inspector it keeps the cases of one day, for that person alone. It imports nothing, because not
// every browser runs a worker made of modules.

interface Asked {
  /** The address of the empty form; a signed-in librarian's page tells it. */
  shell?: string;
  /** The cases of an inspector's day. */
  street?: Day;
  /** Built files that this page loaded and its text does not name, such as letters. */
  built?: string[];
}

interface Day {
  /** «opencity-street:whose:until», until in milliseconds. */
  name: string;
  list: string;
  /** Each page with its version: what has not changed is not fetched again. */
  pages: [string, string][];
}

const worker = self as unknown as ServiceWorkerGlobalScope;
const KEPT = "opencity-counter";
const BUILT = "/static/build/";
const COUNTER = /^\/[\w-]+\/library\//;
const SHELL = /^\/[\w-]+\/library\/shell\/$/;
const STREET_KEPT = "opencity-street:";
const STREET = /^\/[\w-]+\/desk\/street\/(\d+\/)?$/;
/** A line that hangs so long counts as down. */
const PATIENCE_MS = 10_000;
const IN_THE_STREET_MS = 3_000;

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

let before: Promise<unknown> = Promise.resolve();

/** Two pages may ask at once. What one of them forgets must not be what the other has just kept. */
function inTurn(act: () => Promise<void>): Promise<void> {
  const mine = before.then(act).catch(() => undefined);
  before = mine;
  return mine;
}

worker.addEventListener("message", (event) => {
  const { shell, street, built } = event.data as Asked;
  if (street?.name.startsWith(STREET_KEPT)) event.waitUntil(inTurn(() => keepDay(street, built ?? [])));
  if (shell && SHELL.test(shell)) event.waitUntil(keepShell(shell, built ?? []).catch(() => undefined));
});

worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (url.pathname.startsWith(BUILT)) event.respondWith(builtFile(event.request));
  else if (event.request.mode === "navigate" && STREET.test(url.pathname)) event.respondWith(streetPage(event.request));
  else if (event.request.destination === "image" && isOfStreet(event.request)) event.respondWith(streetPicture(event.request));
  else if (event.request.mode === "navigate" && COUNTER.test(url.pathname)) event.respondWith(counterPage(event.request));
});

async function builtFile(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

/** Whether a page of the street asks. */
function isOfStreet({ referrer }: Request): boolean {
  const { origin } = worker.location;
  return referrer.startsWith(origin) && STREET.test(referrer.slice(origin.length).split(/[?#]/)[0] ?? "");
}

/** The one day that is kept, while it lasts. */
async function dayKept(): Promise<Cache | null> {
  for (const name of await caches.keys()) {
    if (!name.startsWith(STREET_KEPT)) continue;
    if (Number(name.split(":")[2]) > Date.now()) return caches.open(name);
    await caches.delete(name);
  }
  return null;
}

/** The page from the server; without a connection as it was kept, and in place of a page that was not kept the list. */
async function streetPage(request: Request): Promise<Response> {
  try {
    return await withPatience(fetch(request), IN_THE_STREET_MS);
  } catch {
    const { pathname } = new URL(request.url);
    const [, slug] = pathname.split("/");
    const kept = await dayKept();
    const page = await kept?.match(pathname, { ignoreSearch: true });
    return page ?? (await kept?.match(`/${slug}/desk/street/`, { ignoreSearch: true })) ?? Response.error();
  }
}

async function streetPicture(request: Request): Promise<Response> {
  return (await (await dayKept())?.match(request.url)) ?? fetch(request);
}

/** Fetch what is new of the day, and forget what is not of it any more: other people's days above all. */
async function keepDay(day: Day, built: string[]): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(STREET_KEPT) && name !== day.name) await caches.delete(name);
  }
  const kept = await caches.open(day.name);
  const pages = [[day.list, "now"], ...day.pages].map(([path, version]) => `${path}?v=${version}`);
  const named = new Set(built.filter((path) => path.startsWith(BUILT)));
  for (const address of pages) {
    const page = await pageOfDay(kept, address, day.list);
    if (page === null) return;
    // Whoever does not work in the street any more loses what was kept.
    if (!page.ok && address === pages[0]) return void (await caches.delete(day.name));
    for (const path of namedIn(await page.text())) named.add(path);
  }
  const wanted = new Set([...pages, ...named]);
  for (const request of await kept.keys()) {
    const { pathname, search } = new URL(request.url);
    if (!wanted.delete(pathname + search)) await kept.delete(request);
  }
  // One picture that cannot be had is no reason to keep none.
  for (const path of wanted) await kept.add(path).catch(() => undefined);
}

/** A page as it is kept, fetched first when it is new; null when nobody is signed in, and then all stays as it is. */
async function pageOfDay(kept: Cache, address: string, list: string): Promise<Response | null> {
  const known = address.startsWith(`${list}?`) ? undefined : await kept.match(address);
  if (known) return known;
  const headers = { "X-Kept-Ahead": "1" };
  const answer = await fetch(address, { headers, credentials: "same-origin", cache: "no-store" });
  if (answer.redirected || answer.status >= 500) return null;
  if (answer.ok) await kept.put(address, answer.clone());
  else await kept.delete(address);
  return answer;
}

/** Built files and pictures that a page shows. */
function namedIn(text: string): string[] {
  const built = [...text.matchAll(/\/static\/build\/[\w./-]+/g)].map(([path]) => path);
  return [...built, ...[...text.matchAll(/<img[^>]* src="(\/[\w./-]+)"/g)].map(([, path]) => path ?? "")];
}

/** The page from the server; while the line is down the empty form in its place. */
async function counterPage(request: Request): Promise<Response> {
  try {
    return await withPatience(fetch(request));
  } catch {
    const slug = new URL(request.url).pathname.split("/")[1];
    return (await (await caches.open(KEPT)).match(`/${slug}/library/shell/`)) ?? Response.error();
  }
}

function withPatience(answer: Promise<Response>, most = PATIENCE_MS): Promise<Response> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("the line hangs")), most);
    answer.then(resolve, reject);
  });
}

/** Fetched anew with each page of the counter, so that it follows the catalogue. Whoever is no librarian any more loses it. */
async function keepShell(address: string, built: string[]): Promise<void> {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-store" });
  if (answer.status >= 500) return;
  if (!answer.ok || answer.redirected) {
    await caches.delete(KEPT);
    return;
  }
  const named = [...(await answer.clone().text()).matchAll(/\/static\/build\/[\w./-]+/g)].map(([path]) => path);
  const wanted = new Set([...named, ...built.filter((path) => path.startsWith(BUILT))]);
  const kept = await caches.open(KEPT);
  for (const request of await kept.keys()) {
    const path = new URL(request.url).pathname;
    if (wanted.has(path)) wanted.delete(path);
    else if (path.startsWith(BUILT)) await kept.delete(request);
  }
  await kept.addAll([...wanted]);
  await kept.put(address, answer);
}

export {};
