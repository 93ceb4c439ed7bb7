import { said, tell } from "../page";
import { opensMap } from "./opening";

const KEPT = "desk-map";

/** `[data-beside="#frame"]` shows the cases of the list on a map; the wish is kept, and kept to where there is room. */
export function setUpBeside(button: HTMLElement): void {
  const frame = document.querySelector<HTMLElement>(said(button, "beside"));
  if (!frame) return;
  const draw = async (box: HTMLElement): Promise<boolean> => {
    const { drawCases } = await import("./cases");
    return drawCases(frame, box);
  };
  opensMap(button, frame, draw, () => tell("[data-beside-said]", said(button, "failed")));
  if (kept() && window.innerWidth >= Number(said(button, "wide"))) button.click();
  button.addEventListener("click", () => keep(!frame.hidden));
}

// Where nothing may be kept, the wish is asked anew each time.
function kept(): boolean {
  try {
    return localStorage.getItem(KEPT) === "shown";
  } catch {
    return false;
  }
}

function keep(shown: boolean): void {
  try {
    localStorage.setItem(KEPT, shown ? "shown" : "hidden");
  } catch {
    return;
  }
}
