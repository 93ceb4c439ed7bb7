import { said, tell } from "../page";
import { opensMap } from "./opening";
import type { Corner, Rounding } from "./round";

/** `[data-round-map="#box"]` opens a map on which corners are set one after another; each lands as a line in the text field. */
export function setUpRounding(button: HTMLElement): void {
  const frame = document.querySelector<HTMLElement>(said(button, "roundMap"));
  const field = document.querySelector<HTMLTextAreaElement>(said(button, "roundField"));
  if (!frame || !field) return;
  const draw = (box: HTMLElement): Promise<boolean> => round(button, frame, box, field);
  opensMap(button, frame, draw, () => tell("[data-round-said]", said(button, "failed")));
}

async function round(button: HTMLElement, frame: HTMLElement, box: HTMLElement, field: HTMLTextAreaElement): Promise<boolean> {
  const { drawRounding } = await import("./round");
  const drawn = await drawRounding(box, cornersOf(field));
  if (!drawn) return false;
  press(frame, "[data-round-add]", () => change(button, drawn, field, [...cornersOf(field), drawn.middle()]));
  press(frame, "[data-round-back]", () => change(button, drawn, field, cornersOf(field).slice(0, -1)));
  field.addEventListener("input", () => drawn.show(cornersOf(field)));
  return true;
}

function press(frame: HTMLElement, selector: string, act: () => void): void {
  frame.querySelector<HTMLElement>(selector)?.addEventListener("click", act);
}

function change(button: HTMLElement, drawn: Rounding, field: HTMLTextAreaElement, corners: Corner[]): void {
  field.value = corners.map(([lon, lat]) => `${lat.toFixed(5)}, ${lon.toFixed(5)}`).join("\n");
  field.dispatchEvent(new Event("change", { bubbles: true }));
  drawn.show(corners);
  tell("[data-round-said]", said(button, "counted").replace("{n}", String(corners.length)));
}

/** What the field says, a corner a line; lines that are not understood are the server's to name. */
function cornersOf(field: HTMLTextAreaElement): Corner[] {
  return field.value.split("\n").flatMap((line): Corner[] => {
    const found = /^\s*(-?\d{1,3}\.\d+)\s*[,;\s]\s*(-?\d{1,3}\.\d+)\s*$/.exec(line);
    const [lat, lon] = [Number(found?.[1]), Number(found?.[2])];
    return found && Math.abs(lat) <= 85 ? [[lon, lat]] : [];
  });
}
