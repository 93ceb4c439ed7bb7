// A draft is kept by the server; until the server has confirmed it, also by this device.
import { ask, said, settled } from "../page";

const WAIT_MS = 800;
const PREFIX = "opencity-draft";
/** Never kept on the device: libraries lend their computers to the next person. */
const PRIVATE = "input[type='email'], input[type='tel'], input[type='password'], input[type='file'], [data-not-kept]";

type Fields = Record<string, string>;

export function setUpDraft(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const key = keyOf(location.pathname);
  restore(form, key);
  let unsaved = false;
  const leaving = new AbortController();
  document.addEventListener("opencity:leaving", () => leaving.abort());
  const save = async (): Promise<void> => {
    if (leaving.signal.aborted) return;
    try {
      await ask(said(form, "autosaveUrl"), bodyOf(form), leaving.signal);
      unsaved = false;
      localStorage.removeItem(key);
      say("savedWords");
    } catch {
      say("keptWords");
    }
  };
  const saveSoon = settled(WAIT_MS, () => void save());
  for (const event of ["input", "change"]) {
    form.addEventListener(event, () => {
      unsaved = true;
      keep(form, key);
      saveSoon();
    });
  }
  form.addEventListener("submit", () => {
    unsaved = false;
  });
  window.addEventListener("online", () => void (unsaved && save()));
  window.addEventListener("pagehide", () => {
    if (unsaved && !leaving.signal.aborted) navigator.sendBeacon(said(form, "autosaveUrl"), bodyOf(form));
  });
}

/** On the page that thanks: nothing of the report stays on the device. */
export function forgetSentDrafts(): void {
  const mine = `${PREFIX}:${location.pathname.split("/")[1]}:`;
  for (const key of Object.keys(localStorage)) if (key.startsWith(mine)) localStorage.removeItem(key);
}

/** `/mykolaiv/report/what/` is kept under `opencity-draft:mykolaiv:report-what`. */
function keyOf(path: string): string {
  const [community = "", ...step] = path.split("/").filter(Boolean);
  return `${PREFIX}:${community}:${step.join("-")}`;
}

function bodyOf(form: HTMLFormElement): FormData {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
  return body;
}

function keep(form: HTMLFormElement, key: string): void {
  const fields: Fields = {};
  for (const field of typed(form)) {
    if (field instanceof HTMLInputElement && field.type === "radio") {
      if (field.checked) fields[field.name] = field.value;
    } else if (field.value) fields[field.name] = field.value;
  }
  localStorage.setItem(key, JSON.stringify(fields));
}

/** Only into a form that the server sent empty: what the server knows is newer. */
function restore(form: HTMLFormElement, key: string): void {
  const kept = localStorage.getItem(key);
  if (!kept || typed(form).some(isFilled)) return;
  const fields = JSON.parse(kept) as Fields;
  for (const field of typed(form)) {
    const value = fields[field.name];
    if (value === undefined) continue;
    if (field instanceof HTMLInputElement && field.type === "radio") field.checked = field.value === value;
    else field.value = value;
  }
  form.dispatchEvent(new Event("change"));
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function typed(form: HTMLFormElement): Field[] {
  const all = form.querySelectorAll<Field>("input[name]:not([type='checkbox']), textarea[name], select[name]");
  return [...all].filter((field) => field.name !== "csrfmiddlewaretoken" && !field.matches(PRIVATE));
}

function isFilled(field: Field): boolean {
  if (field instanceof HTMLInputElement && field.type === "radio") return field.checked;
  if (field instanceof HTMLSelectElement) return field.selectedIndex > 0;
  return field.value !== "";
}

/** `[data-saved]` holds both sentences: data-saved-words and data-kept-words. */
function say(which: "savedWords" | "keptWords"): void {
  const region = document.querySelector<HTMLElement>("[data-saved]");
  const words = region ? said(region, which) : "";
  if (region && words) region.textContent = words;
}
