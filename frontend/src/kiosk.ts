// A public computer: large letters, and whoever goes away leaves nothing behind.
const IDLE_MS = 90_000;
const AGAIN_MS = 5_000;
const WAKES = ["pointerdown", "keydown", "scroll", "input"] as const;

/** One visitor's time at this computer. A page of an earlier turn, reached by the back button, is not shown. */
const TURN = "kiosk-turn";
/** Stands while a visitor's traces wait for the server to be forgotten there too. */
const LEAVING = "kiosk-leaving";
/** A page other than the first was opened in this turn, so there may be something to forget. */
const USED = "kiosk-used";

export const isKiosk = () => document.cookie.split("; ").includes("kiosk=1");
const startOf = () => `/${location.pathname.split("/")[1]}/kiosk/`;

export function setUpKiosk(): void {
  if (!isKiosk()) return;
  document.documentElement.classList.add("kiosk");
  void forgetWorkers();
  keepNothingTyped();
  if (localStorage.getItem(LEAVING)) {
    void leave();
    return;
  }
  const turn = localStorage.getItem(TURN) ?? String(Math.random());
  localStorage.setItem(TURN, turn);
  if (isOfAnotherTurn(turn)) return away();
  history.replaceState({ ...history.state, turn }, "");
  window.addEventListener("pageshow", (shown) => {
    if (shown.persisted && localStorage.getItem(TURN) !== turn) away();
  });
  watch();
}

function watch(): void {
  const atStart = location.pathname === startOf();
  if (!atStart) localStorage.setItem(USED, "1");
  let timer = 0;
  const wake = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void leave(), IDLE_MS);
  };
  for (const name of WAKES) window.addEventListener(name, wake, { passive: true });
  if (localStorage.getItem(USED)) wake();
}

function isOfAnotherTurn(turn: string): boolean {
  const [came] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const its = (history.state as { turn?: string } | null)?.turn;
  return came?.type === "back_forward" && its !== turn;
}

function away(): void {
  document.body.replaceChildren();
  location.replace(startOf());
}

/** The browser fills a form in again when somebody goes back, unless the form says no. */
function keepNothingTyped(): void {
  document.querySelectorAll("form").forEach((form) => (form.autocomplete = "off"));
}

async function forgetWorkers(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}

/** Forget everything this browser keeps, then ask the server to forget the session and the draft, until it has. */
async function leave(): Promise<void> {
  // A form that saves itself must not save once more on its way out.
  document.dispatchEvent(new Event("opencity:leaving"));
  document.body.replaceChildren();
  localStorage.clear();
  sessionStorage.clear();
  localStorage.setItem(LEAVING, "1");
  for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
  const answer = await fetch(`${startOf()}leave/`, { method: "POST", credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) {
    window.setTimeout(() => void leave(), AGAIN_MS);
    return;
  }
  localStorage.removeItem(LEAVING);
  location.replace(startOf());
}
