// The desk with the keyboard: j and k walk the rows, Enter opens, x ticks, / searches. And places of a day are dragged.
import { setUpBeside } from "./map/beside";
import { each } from "./page";

const rows = [...document.querySelectorAll<HTMLTableRowElement>("[data-row]")];
let at = -1;

function go(to: number): void {
  const row = rows[to];
  if (!row) return;
  mark(to);
  row.querySelector<HTMLAnchorElement>("a.t")?.focus();
}

function mark(to: number): void {
  rows[at]?.classList.remove("sel");
  at = to;
  rows[at]?.classList.add("sel");
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

function pressed(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const box = rows[at]?.querySelector<HTMLInputElement>("input[type=checkbox]");
  if (event.key === "j" || event.key === "k") {
    go(Math.max(0, Math.min(rows.length - 1, at + (event.key === "j" ? 1 : -1))));
  } else if (event.key === "x" && box) {
    box.checked = !box.checked;
  } else if (event.key === "/") {
    document.querySelector<HTMLInputElement>("[data-find]")?.focus();
  } else {
    return;
  }
  event.preventDefault();
}

if (rows.length) {
  document.querySelector<HTMLElement>("[data-keys]")?.removeAttribute("hidden");
  document.addEventListener("keydown", pressed);
  // Whoever comes to a row by another way goes on from there.
  document.addEventListener("focusin", ({ target }) => {
    const row = target instanceof HTMLElement ? target.closest<HTMLTableRowElement>("[data-row]") : null;
    if (row && row !== rows[at]) mark(rows.indexOf(row));
  });
}

each(document, "[data-beside]", setUpBeside);

const plan = document.querySelector<HTMLElement>("[data-sortable]");
if (plan) {
  let held: HTMLElement | null = null;
  const number = (): void => {
    [...plan.querySelectorAll<HTMLElement>("[data-stop]")].forEach((stop, place) => {
      const field = stop.querySelector<HTMLInputElement>("input.tiny");
      const ticked = stop.querySelector<HTMLInputElement>("input[type=checkbox]")?.checked;
      if (field && ticked) field.value = String(place + 1);
    });
  };
  for (const stop of plan.querySelectorAll<HTMLElement>("[data-stop]")) {
    stop.draggable = true;
    stop.addEventListener("dragstart", () => { held = stop; });
    stop.addEventListener("dragover", (event) => {
      event.preventDefault();
      if (!held || held === stop) return;
      const box = stop.getBoundingClientRect();
      stop[event.clientY < box.top + box.height / 2 ? "before" : "after"](held);
    });
    stop.addEventListener("dragend", () => { held = null; number(); });
  }
}
