import { said, tell } from "../page";
import { readPlace, writePlace } from "./place";

/** `[data-pick-map="#box"]` opens a map in the box; moving it writes the place. The map's code comes only on this wish. */
export function setUpPicker(button: HTMLElement): void {
  const form = button.closest("form");
  const frame = document.querySelector<HTMLElement>(said(button, "pickMap"));
  const box = frame?.querySelector<HTMLElement>("[data-map-here]");
  if (!form || !frame || !box) return;
  button.hidden = false;
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    const opening = frame.hidden;
    frame.hidden = !opening;
    button.setAttribute("aria-expanded", String(opening));
    if (opening && !box.hasChildNodes()) void open(button, form, frame, box);
  });
}

async function open(button: HTMLElement, form: HTMLFormElement, frame: HTMLElement, box: HTMLElement): Promise<void> {
  const chosen = (place: { lat: string; lon: string }): void => {
    writePlace(form, { ...place, accuracy: "", source: "map" });
    tell("[data-place-said]", said(button, "placed"));
  };
  // Without a connection the map's code cannot come.
  const drawn = await import("./pick").then(({ drawPicker }) => drawPicker(box, readPlace(form), chosen)).catch(() => false);
  if (drawn) return;
  frame.hidden = true;
  button.hidden = true;
  tell("[data-place-said]", said(button, "failed"));
}
