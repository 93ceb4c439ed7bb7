/** The phone's menu is a <details> and works alone; with a script it also closes by Escape and by a tap elsewhere. */
export function setUpMenu(menu: HTMLElement): void {
  if (!(menu instanceof HTMLDetailsElement)) return;
  document.addEventListener("keydown", (pressed) => {
    if (pressed.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (click) => {
    if (menu.open && click.target instanceof Node && !menu.contains(click.target)) menu.open = false;
  });
}
