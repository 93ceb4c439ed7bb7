// Pages that have to open without a connection ask the service worker to keep them: the counter's empty form, and the
// cases of an inspector's day.
import { isKiosk } from "./kiosk";

const BUILT = "/static/build/";

/** Hands a wish to the service worker, with the built files that this page has loaded. */
export async function askWorker(wish: Record<string, unknown>): Promise<void> {
  if (!("serviceWorker" in navigator) || isKiosk()) return;
  await navigator.serviceWorker.register("/sw.js");
  const ready = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
  ready.active?.postMessage({ ...wish, built: loaded.filter((path) => path.startsWith(BUILT)) });
}

export async function setUpWorker(): Promise<void> {
  const shell = document.body.dataset.shell;
  if (shell) await askWorker({ shell });
}
