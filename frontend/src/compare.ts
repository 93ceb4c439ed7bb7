import { said } from "./page";

const STEP = 5;

/**
 * Before and after in one frame with a handle between. Without a script the two photographs stand side by side.
 * `data-name` is the handle's name; `data-value` tells its place, with {n} for the percentage of "before" in sight.
 */
export function setUpCompare(frame: HTMLElement): void {
  const knob = frame.querySelector<HTMLElement>(".knob");
  if (!knob) return;
  frame.classList.add("live");
  knob.hidden = false;
  knob.setAttribute("role", "slider");
  knob.setAttribute("aria-label", said(frame, "name"));
  knob.setAttribute("aria-valuemin", "0");
  knob.setAttribute("aria-valuemax", "100");
  knob.tabIndex = 0;
  let at = 50;
  const move = (to: number): void => {
    at = Math.min(100, Math.max(0, Math.round(to)));
    frame.style.setProperty("--at", `${at}%`);
    knob.setAttribute("aria-valuenow", String(at));
    knob.setAttribute("aria-valuetext", said(frame, "value").replace("{n}", String(at)));
  };
  move(at);
  byKeys(knob, () => at, move);
  byPointer(frame, knob, move);
}

function byKeys(knob: HTMLElement, at: () => number, move: (to: number) => void): void {
  const steps: Record<string, () => number> = {
    ArrowLeft: () => at() - STEP,
    ArrowDown: () => at() - STEP,
    ArrowRight: () => at() + STEP,
    ArrowUp: () => at() + STEP,
    Home: () => 0,
    End: () => 100,
  };
  knob.addEventListener("keydown", (pressed) => {
    const step = steps[pressed.key];
    if (!step) return;
    pressed.preventDefault();
    move(step());
  });
}

function byPointer(frame: HTMLElement, knob: HTMLElement, move: (to: number) => void): void {
  const follow = (pointer: PointerEvent): void => {
    const box = frame.getBoundingClientRect();
    move(((pointer.clientX - box.left) / box.width) * 100);
  };
  knob.addEventListener("pointerdown", (pointer) => knob.setPointerCapture(pointer.pointerId));
  knob.addEventListener("pointermove", (pointer) => {
    if (knob.hasPointerCapture(pointer.pointerId)) follow(pointer);
  });
  // A tap on the picture moves the handle there: nothing needs dragging (WCAG 2.5.7).
  frame.addEventListener("click", (click) => {
    if (click.target !== knob) follow(click as PointerEvent);
  });
}
