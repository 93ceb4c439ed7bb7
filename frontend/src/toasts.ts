const STAYS_MS = 8000;

/** Notices stand in the page until a script lifts them to the corner; there they leave by themselves or by a button. */
export function setUpToasts(region: HTMLElement): void {
  if (region.children.length === 0) return;
  region.classList.add("floating");
  for (const toast of Array.from(region.children)) dismissable(toast as HTMLElement);
}

function dismissable(toast: HTMLElement): void {
  let timer = 0;
  const leave = (): void => toast.remove();
  const wait = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(leave, STAYS_MS);
  };
  const stay = (): void => window.clearTimeout(timer);
  toast.querySelector("[data-dismiss]")?.removeAttribute("hidden");
  toast.querySelector("[data-dismiss]")?.addEventListener("click", leave);
  // Whoever reads or reaches for it keeps it (WCAG 2.2.1).
  toast.addEventListener("pointerenter", stay);
  toast.addEventListener("focusin", stay);
  toast.addEventListener("pointerleave", wait);
  toast.addEventListener("focusout", wait);
  wait();
}
