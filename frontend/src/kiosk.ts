// A public computer: large letters, and whoever goes away leaves nothing behind.
const IDLE_MS = 90_000;
const WAKES = ["pointerdown", "keydown", "scroll", "input"] as const;

const isKiosk = () => document.cookie.split("; ").includes("kiosk=1");

export function setUpKiosk(): void {
  if (!isKiosk()) return;
  document.documentElement.classList.add("kiosk");
  let timer = window.setTimeout(leave, IDLE_MS);
  const wake = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(leave, IDLE_MS);
  };
  for (const name of WAKES) window.addEventListener(name, wake, { passive: true });
}

/** Forget everything this browser keeps, then ask the server to forget the session and the draft. */
function leave(): void {
  const slug = location.pathname.split("/")[1];
  const start = `/${slug}/kiosk/`;
  if (location.pathname === start && !document.querySelector("input:not([type=hidden]), textarea")) return;
  localStorage.clear();
  sessionStorage.clear();
  indexedDB.deleteDatabase("opencity-outbox");
  const form = document.createElement("form");
  form.method = "post";
  form.action = `${start}leave/`;
  document.body.append(form);
  form.submit();
}
