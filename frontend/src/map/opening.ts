/**
 * A button that shows a frame with a map in it, [data-map-here], and hides it again. `draw` is called when it opens for
 * the first time, and answers whether a map could be drawn; where it could not, button and frame go and `failed` is said.
 */
export function opensMap(button: HTMLElement, frame: HTMLElement, draw: (box: HTMLElement) => Promise<boolean>, failed: () => void): void {
  const box = frame.querySelector<HTMLElement>("[data-map-here]");
  if (!box) return;
  button.hidden = false;
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    const opening = frame.hidden;
    frame.hidden = !opening;
    button.setAttribute("aria-expanded", String(opening));
    if (!opening || box.hasChildNodes()) return;
    // Without a connection the map's code cannot come.
    void draw(box).catch(() => false).then((drawn) => {
      if (drawn) return;
      frame.hidden = true;
      button.hidden = true;
      failed();
    });
  });
}
