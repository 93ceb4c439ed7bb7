// Pages of the counter ask the service worker to keep the empty form, so that it opens while the line is down.
import { isKiosk } from "./kiosk";

const BUILT = "/static/build/";

export async function setUpWorker(): Promise<void> {
  const shell = document.body.dataset.shell;
  if (!shell || !("serviceWorker" in navigator) || isKiosk()) return;
  await navigator.serviceWorker.register("/sw.js");
  const ready = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
  ready.active?.postMessage({ shell, built: loaded.filter((path) => path.startsWith(BUILT)) });
}
