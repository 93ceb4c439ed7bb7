// The nearest first, from where the phone is. It is asked for its position by this one press and at no other time.
import { said } from "../page";

const PATIENCE_MS = 12_000;
const EARTH_M = 6_371_008.8;

interface Spot {
  lat: number;
  lon: number;
}

export function setUpWalk(form: HTMLFormElement): void {
  const button = form.querySelector<HTMLButtonElement>("button[data-here]");
  const words = button?.querySelector("span");
  if (!button || !words || !navigator.geolocation) return;
  words.textContent = said(button, "here");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tell(form, said(button, "working"));
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => void arrange(form, button, { lat: coords.latitude, lon: coords.longitude }),
      () => {
        tell(form, said(button, "denied"));
        void arrange(form, button, null);
      },
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 30_000 },
    );
  });
}

function tell(form: HTMLFormElement, words: string): void {
  const region = form.querySelector("[data-walk-said]");
  if (region) region.textContent = words;
}

/** The server finds the shortest walk; without a connection the phone itself puts the nearest first. */
async function arrange(form: HTMLFormElement, button: HTMLButtonElement, here: Spot | null): Promise<void> {
  const body = new FormData(form);
  if (here) {
    body.set("lat", here.lat.toFixed(6));
    body.set("lon", here.lon.toFixed(6));
  }
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", body, headers, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
    location.reload();
  } catch {
    button.removeAttribute("aria-busy");
    if (!here) return;
    nearestFirst(button, here);
    tell(form, said(button, "alone"));
  }
}

function nearestFirst(button: HTMLButtonElement, here: Spot): void {
  const list = document.querySelector<HTMLElement>("[data-places]");
  if (!list) return;
  const left = [...list.querySelectorAll<HTMLElement>("[data-place]")];
  for (const place of left) {
    const spot = spotOf(place);
    const leg = place.querySelector("[data-leg]");
    if (spot && leg) leg.textContent = said(button, "away").replace("{distance}", inWords(button, metres(here, spot)));
  }
  let at = here;
  while (left.length) {
    const away = left.map((place) => (spotOf(place) ? metres(at, spotOf(place) ?? at) : Infinity));
    const [next] = left.splice(away.indexOf(Math.min(...away)), 1);
    if (!next) return;
    list.append(next);
    at = spotOf(next) ?? at;
  }
}

function spotOf(place: HTMLElement): Spot | null {
  const [lat, lon] = said(place, "at").split(",").map(Number);
  return lat !== undefined && lon !== undefined ? { lat, lon } : null;
}

function metres(one: Spot, other: Spot): number {
  const rad = Math.PI / 180;
  const x = (other.lon - one.lon) * rad * Math.cos(((one.lat + other.lat) / 2) * rad);
  return Math.hypot(x, (other.lat - one.lat) * rad) * EARTH_M;
}

function inWords(button: HTMLButtonElement, away: number): string {
  if (away < 1000) return said(button, "metres").replace("{n}", String(Math.max(10, Math.round(away / 10) * 10)));
  const far = (away / 1000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  return said(button, "kilometres").replace("{n}", far);
}
