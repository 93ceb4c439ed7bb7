/// <reference lib="webworker" />
// The service worker of the counter. It keeps the built files and the counter's empty form, and nothing else: no page
// with anything of a person in it. It imports nothing, because not every browser runs a worker made of modules.

interface Asked {
  /** The address of the empty form; a signed-in librarian's page tells it. */
  shell?: string;
  /** Built files that this page loaded and its text does not name, such as letters. */
  built?: string[];
}

const worker = self as unknown as ServiceWorkerGlobalScope;
const KEPT = "opencity-counter";
const BUILT = "/static/build/";
const COUNTER = /^\/[\w-]+\/library\//;
const SHELL = /^\/[\w-]+\/library\/shell\/$/;
/** A line that hangs so long counts as down. */
const PATIENCE_MS = 10_000;

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("message", (event) => {
  const { shell, built } = event.data as Asked;
  if (shell && SHELL.test(shell)) event.waitUntil(keepShell(shell, built ?? []).catch(() => undefined));
});

worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (url.pathname.startsWith(BUILT)) event.respondWith(builtFile(event.request));
  else if (event.request.mode === "navigate" && COUNTER.test(url.pathname)) event.respondWith(counterPage(event.request));
});

async function builtFile(request: Request): Promise<Response> {
  return (await (await caches.open(KEPT)).match(request)) ?? fetch(request);
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

function withPatience(answer: Promise<Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("the line hangs")), PATIENCE_MS);
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
