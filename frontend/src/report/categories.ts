import { ask, fill, said, settled } from "../page";

const WAIT_MS = 250;

/** As one types, the server's matching categories (real radio labels) fill `data-search-target`, by default `#found`. */
export function setUpCategorySearch(element: HTMLElement): void {
  const input = element as HTMLInputElement;
  const target = document.querySelector(said(input, "searchTarget") || "#found");
  if (!target) return;
  let running = new AbortController();
  const search = async (): Promise<void> => {
    running.abort();
    running = new AbortController();
    const words = input.value.trim();
    if (!words) return target.replaceChildren();
    const query = new URLSearchParams({ q: words });
    try {
      fill(target, await ask(`${said(input, "searchUrl")}?${query}`, undefined, running.signal));
    } catch {
      // Overtaken by the next letter, or no network: the whole list below stays.
    }
  };
  input.addEventListener("input", settled(WAIT_MS, () => void search()));
  input.addEventListener("keydown", (pressed) => {
    // Enter here means "find", not "go on".
    if (pressed.key !== "Enter") return;
    pressed.preventDefault();
    void search();
  });
}
