import { said, tell } from "../page";
import { writePlace } from "./place";

const PATIENCE_MS = 15000;

/** `[data-locate]`: the device's own position, told in words in `[data-place-said]` (a live region). */
export function setUpLocate(button: HTMLElement): void {
  const form = button.closest("form");
  if (!form || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    tell("[data-place-said]", said(button, "working"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.removeAttribute("aria-busy");
        const accuracy = Math.round(coords.accuracy);
        writePlace(form, { lat: coords.latitude.toFixed(6), lon: coords.longitude.toFixed(6), accuracy: String(accuracy), source: "gps" });
        tell("[data-place-said]", said(button, "found").replace("{n}", String(accuracy)));
      },
      (refusal) => {
        button.removeAttribute("aria-busy");
        tell("[data-place-said]", said(button, refusal.code === refusal.PERMISSION_DENIED ? "denied" : "failed"));
      },
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 30000 },
    );
  });
}
