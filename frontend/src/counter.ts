// The librarian's counter goes on while the line is down: a visit is kept here and goes by itself later.
import { bodyOf, send, visits, type Kept } from "./outbox";
import { newUuid } from "./uuid";

const { all, drop, keep } = visits;
const AGAIN_MS = 20_000;
const OPENED = "#kept=";

export function setUpCounter(form: HTMLFormElement): void {
  field(form, "visit").value ||= newUuid();
  form.addEventListener("submit", (event) => {
    if (event.submitter instanceof HTMLButtonElement && event.submitter.name === "find") return;
    event.preventDefault();
    void submit(form);
  });
  setUpShell(form);
  void openKept(form);
  // The form of a kept visit may be the very page one is on.
  window.addEventListener("hashchange", () => void openKept(form));
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.querySelector<HTMLInputElement>(`input[name=${name}]`) ?? document.createElement("input");
}

let busy = false;

async function submit(form: HTMLFormElement): Promise<void> {
  if (busy) return;
  busy = true;
  field(form, "served_at").value ||= new Date().toISOString();
  const body = new FormData(form);
  const id = field(form, "visit").value;
  const sent = await send(form.action, body);
  busy = false;
  if (sent.arrived) await drop(id);
  if (sent.taken) {
    location.assign(sent.at);
  } else if (sent.arrived) {
    // It was refused: sent in the ordinary way, the page comes back with the reason and all that was typed.
    form.submit();
  } else {
    await keep({ id, action: form.action, fields: [...body.entries()], refused: false, at: Date.now() });
    beginAnew(form);
    await tell();
    noteOf()?.scrollIntoView({ block: "center" });
  }
}

/** Nothing is loaded, because nothing could be: the same page is ready for the next visitor. */
function beginAnew(form: HTMLFormElement): void {
  form.reset();
  field(form, "visit").value = newUuid();
  field(form, "served_at").value = "";
  form.dispatchEvent(new Event("change"));
}

/** The form that opens without a line holds the questions of all categories and shows those of the chosen one. */
function setUpShell(form: HTMLFormElement): void {
  const place = form.querySelector<HTMLElement>("[data-questions]");
  const choice = form.querySelector<HTMLSelectElement>("select[name=category]");
  if (!place || !choice) return;
  const show = () => {
    if (place.dataset.questions === choice.value) return;
    place.dataset.questions = choice.value;
    const found = form.querySelector<HTMLTemplateElement>(`template[data-of="${CSS.escape(choice.value)}"]`);
    place.replaceChildren(...(found ? [found.content.cloneNode(true)] : []));
  };
  form.addEventListener("change", show);
  choice.value = new URLSearchParams(location.search).get("category") ?? "";
  show();
}

/** A visit that the server refused later is opened again with what was typed. */
async function openKept(form: HTMLFormElement): Promise<void> {
  if (!location.hash.startsWith(OPENED)) return;
  const kept = (await all()).find(({ id }) => id === location.hash.slice(OPENED.length));
  if (!kept) return;
  for (const control of form.elements) {
    const values = kept.fields.filter(([name]) => name === (control as HTMLInputElement).name).map(([, value]) => value);
    if (control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type)) {
      control.checked = values.includes(control.value);
    } else if (control instanceof HTMLInputElement && control.type === "file") {
      continue;
    } else if (isTyped(control) && typeof values[0] === "string") {
      control.value = values[0];
    }
  }
}

function isTyped(control: Element): control is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  return ["INPUT", "TEXTAREA", "SELECT"].includes(control.tagName);
}

const noteOf = () => document.querySelector<HTMLElement>("[data-counter-waiting]");

async function tell(): Promise<void> {
  const note = noteOf();
  if (!note) return;
  const kept = await all();
  const waiting = kept.filter(({ refused }) => !refused).length;
  note.hidden = kept.length === 0;
  const lines = document.createElement("div");
  lines.append(
    ...(waiting ? [line(note.dataset.words?.replace("{n}", String(waiting)) ?? "")] : []),
    ...kept.filter(({ refused }) => refused).map((one) => refusedLine(note, one)),
  );
  note.replaceChildren(lines);
}

function line(words: string, ...more: (Node | string)[]): HTMLParagraphElement {
  const paragraph = document.createElement("p");
  paragraph.append(words, ...more);
  return paragraph;
}

function refusedLine(note: HTMLElement, one: Kept): HTMLParagraphElement {
  const open = document.createElement("a");
  open.href = formOf(one);
  open.textContent = note.dataset.open ?? "";
  const away = document.createElement("button");
  away.type = "button";
  away.className = "linkish";
  away.textContent = note.dataset.away ?? "";
  away.addEventListener("click", () => void drop(one.id).then(tell));
  return line(note.dataset.refused ?? "", " ", open, " · ", away);
}

/** The page where the form of a kept visit stands. */
function formOf(one: Kept): string {
  const category = one.fields.find(([name]) => name === "category")?.[1];
  const query = typeof category === "string" ? `?category=${encodeURIComponent(category)}` : "";
  return `${one.action}${query}${OPENED}${one.id}`;
}

let sending: Promise<void> | null = null;

/** One round at a time, however many times it is asked for. */
export function sendKept(): Promise<void> {
  sending ??= sendEach().finally(() => (sending = null));
  return sending;
}

async function sendEach(): Promise<void> {
  for (const one of await all()) {
    if (one.refused) continue;
    const sent = await send(one.action, bodyOf(one));
    if (sent.taken) await drop(one.id);
    else if (sent.arrived) await keep({ ...one, refused: true });
    else break;
  }
  await tell();
}

/** On every page of the counter: what was kept goes as soon as the line is back. */
export function watchTheLine(): void {
  if (!noteOf()) return;
  window.addEventListener("online", () => void sendKept());
  window.setInterval(() => void sendKept(), AGAIN_MS);
  void sendKept();
}
