import { said } from "../page";
import { Queue, type Arrival, type Refused } from "./queue";
import { setUpScan } from "./scan";

const AGAIN_MS = 30_000;

/** `[data-arrivals="/…/arrivals/"]` is the lead's list; every sentence it says stands in its data attributes. */
export function setUpList(root: HTMLElement): void {
  const queue = new Queue(said(root, "arrivals"));
  queue.all().forEach((arrival) => show(root, arrival));
  const note = (arrival: Omit<Arrival, "uuid" | "at">): void => {
    show(root, queue.add(arrival));
    void send(root, queue);
  };
  byButton(root, note);
  byCode(root, note);
  byName(root, note);
  setUpScan(root, (code) => {
    const row = find(root, code);
    if (row) noteRow(row, note);
    return row !== null;
  });
  const again = (): void => void (queue.all().length > 0 && send(root, queue));
  window.addEventListener("online", again);
  window.setInterval(again, AGAIN_MS);
  again();
}

type Note = (arrival: Omit<Arrival, "uuid" | "at">) => void;

function noteRow(row: HTMLElement, note: Note): void {
  if (row.dataset.state === "attended") {
    row.scrollIntoView({ block: "center" });
    return;
  }
  note({ participation: said(row, "person"), label: nameOf(row) });
}

function byButton(root: HTMLElement, note: Note): void {
  root.addEventListener("submit", (submit) => {
    const form = submit.target;
    const row = form instanceof HTMLFormElement && form.matches("[data-check-in]") ? form.closest<HTMLElement>("[data-person]") : null;
    if (!row) return;
    submit.preventDefault();
    noteRow(row, note);
  });
}

function byCode(root: HTMLElement, note: Note): void {
  const form = root.querySelector<HTMLFormElement>("form[data-by-code]");
  form?.addEventListener("submit", (submit) => {
    const field = form.elements.namedItem("code");
    if (!(field instanceof HTMLInputElement)) return;
    submit.preventDefault();
    const row = find(root, field.value);
    if (!row) {
      sayLine(root, said(root, "unknown"));
      return;
    }
    field.value = "";
    noteRow(row, note);
  });
}

function byName(root: HTMLElement, note: Note): void {
  const form = root.querySelector<HTMLFormElement>("form[data-walk-in]");
  form?.addEventListener("submit", (submit) => {
    const field = form.elements.namedItem("name");
    if (!(field instanceof HTMLInputElement) || !field.value.trim()) return;
    submit.preventDefault();
    const as = form.elements.namedItem("role");
    const role = as instanceof HTMLSelectElement ? { role: as.value } : {};
    note({ name: field.value.trim(), label: field.value.trim(), ...role });
    field.value = "";
  });
}

/** By the six digits, or by what a code holds: an address whose last part begins with the sign-up, readable without a line. */
function find(root: HTMLElement, text: string): HTMLElement | null {
  const digits = text.replace(/\s/g, "");
  const person = personIn(text);
  const rows = [...root.querySelectorAll<HTMLElement>("[data-person]")];
  return rows.find((row) => (person ? row.dataset.person === person : row.dataset.code === digits)) ?? null;
}

function personIn(address: string): string {
  const token = address.split("/").filter(Boolean).pop() ?? "";
  const sealed = token.split(":")[0] ?? "";
  if (!address.includes("/here/") || !sealed) return "";
  try {
    return String(JSON.parse(atob(sealed.replace(/-/g, "+").replace(/_/g, "/"))));
  } catch {
    return "";
  }
}

function nameOf(row: HTMLElement): string {
  return row.querySelector("[data-name]")?.textContent ?? "";
}

/** Marks who is here: in the row of whoever signed up, in a row of their own for everybody else. */
function show(root: HTMLElement, arrival: Arrival): void {
  // Whoever came without signing up is known by the uuid that was made here, once the server has it.
  const known = root.querySelector<HTMLElement>(`[data-person="${CSS.escape(arrival.participation ?? arrival.uuid)}"]`);
  if (known?.dataset.state === "attended") return;
  const row = known ?? rowOf(root, arrival.label);
  if (!row) return;
  if (known?.dataset.state === "confirmed") count(root, "[data-expected]", -1);
  row.dataset.state = "attended";
  const chip = document.createElement("span");
  chip.className = "chip ok";
  const time = new Date(arrival.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  chip.textContent = said(root, "at").replace("{time}", time);
  row.querySelector("[data-done]")?.replaceChildren(chip);
  count(root, "[data-came]", 1);
  sayLine(root, said(root, "noted").replace("{name}", arrival.label));
}

function rowOf(root: HTMLElement, name: string): HTMLElement | null {
  const list = root.querySelector("[data-list]");
  if (!list) return null;
  const row = document.createElement("li");
  const who = document.createElement("div");
  const bold = document.createElement("b");
  bold.textContent = name;
  who.append(bold);
  const done = document.createElement("div");
  done.dataset.done = "";
  row.append(who, done);
  list.append(row);
  return row;
}

function count(root: HTMLElement, selector: string, by: number): void {
  const number = root.querySelector(selector);
  if (number) number.textContent = String(Math.max(0, Number(number.textContent) + by));
}

async function send(root: HTMLElement, queue: Queue): Promise<void> {
  const sent = await queue.send();
  const waiting = queue.all().length;
  if (sent.kind === "stranger") sayLine(root, said(root, "signIn"));
  else if (sent.kind === "no-line" && waiting > 0) sayLine(root, said(root, "waiting").replace("{n}", String(waiting)));
  else if (sent.kind === "sent") sayLine(root, sent.refused.length > 0 ? refusals(root, sent.refused) : said(root, "sent"));
}

function refusals(root: HTMLElement, refused: Refused[]): string {
  return refused.map(({ label, why, nextStep }) => `${said(root, "refused")} ${label}. ${why} ${nextStep}`).join(" ");
}

function sayLine(root: HTMLElement, words: string): void {
  const line = root.querySelector<HTMLElement>("[data-line]");
  const place = line?.querySelector("[data-line-words]");
  if (!line || !place || !words) return;
  line.hidden = false;
  place.textContent = words;
}
