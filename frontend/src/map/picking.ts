import { said, tell } from "../page";
import { opensMap } from "./opening";
import { readPlace, writePlace } from "./place";

/** `[data-pick-map="#box"]` opens a map in the box; moving it writes the place. The map's code comes only on this wish. */
export function setUpPicker(button: HTMLElement): void {
  const form = button.closest("form");
  const frame = document.querySelector<HTMLElement>(said(button, "pickMap"));
  if (!form || !frame) return;
  const draw = async (box: HTMLElement): Promise<boolean> => {
    const { drawPicker } = await import("./pick");
    return drawPicker(box, readPlace(form), (place) => {
      writePlace(form, { ...place, accuracy: "", source: "map" });
      tell("[data-place-said]", said(button, "placed"));
    });
  };
  opensMap(button, frame, draw, () => tell("[data-place-said]", said(button, "failed")));
}
