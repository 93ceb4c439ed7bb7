// What waits for a connection, what was refused and what another person left on this phone: always in sight.
import { deeds, type Kept } from "../outbox";
import { said } from "../page";
import { whose } from "../phone";
import { sendDeeds } from "./sending";

const AGAIN_MS = 20_000;
const SENT = "street-sent";

const panel = () => document.querySelector<HTMLElement>("[data-street-waiting]");

/** Told on the next page, because this one is left. */
export function remember(labels: string[]): void {
  sessionStorage.setItem(SENT, JSON.stringify(labels));
}

function justSent(): string[] {
  const labels = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  return labels ? (JSON.parse(labels) as string[]) : [];
}

export function showFull(): void {
  const box = panel();
  if (!box) return;
  box.hidden = false;
  box.prepend(line("warn", said(box, "full")));
}

let signedOutNow = false;

/** `going` is the number of the deed that is on its way this moment. */
export async function showWaiting(signedOut?: boolean, going = ""): Promise<void> {
  const box = panel();
  if (!box) return;
  signedOutNow = signedOut ?? signedOutNow;
  const kept = await deeds.all();
  const mine = kept.filter(({ by }) => by === whose());
  const others = kept.filter(({ by }) => by !== whose());
  const lines = [
    ...justSent().map((label) => line("ok", `${label}: ${said(box, "sent")}`)),
    ...(signedOutNow && mine.some(({ refused }) => !refused) ? [signIn(box)] : []),
    ...mine.map((one) => (one.refused ? refusedLine(box, one) : waitingLine(box, one, one.id === going))),
    ...(others.length ? [othersLine(box, others)] : []),
  ];
  box.hidden = lines.length === 0;
  box.replaceChildren(...lines);
  markForms(mine);
  markPlaces(mine);
}

function line(tone: string, words: string, ...more: Node[]): HTMLElement {
  const note = document.createElement("div");
  note.className = `note ${tone}`;
  const text = document.createElement("p");
  text.append(words);
  note.append(text, ...more);
  return note;
}

function acts(...parts: HTMLElement[]): HTMLElement {
  const row = document.createElement("p");
  row.className = "row";
  row.append(...parts);
  return row;
}

function link(words: string, href: string): HTMLAnchorElement {
  const made = document.createElement("a");
  made.className = "btn line";
  made.href = href;
  made.textContent = words;
  return made;
}

function button(words: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn line";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

const signIn = (box: HTMLElement) =>
  line("warn", said(box, "signedOut"), acts(link(said(box, "signIn"), said(box, "login"))));

function waitingLine(box: HTMLElement, one: Kept, going: boolean): HTMLElement {
  return line("", `${one.label ?? ""}: ${said(box, going ? "sends" : "waits")}`);
}

function refusedLine(box: HTMLElement, one: Kept): HTMLElement {
  const why = one.why || said(box, "unknown");
  const again = button(said(box, "again"), () => void deeds.keep({ ...one, refused: false, why: "" }).then(goOn));
  const open = one.page && one.page !== location.pathname ? [link(said(box, "open"), one.page)] : [];
  const buttons = acts(...open, again, away(box, [one]));
  return line("warn", `${one.label ?? ""}: ${said(box, "refused")} ${why}`, ...typed(one), buttons);
}

/** What was written and photographed stays in sight: it may be needed for another word. */
function typed(one: Kept): HTMLElement[] {
  const shown: HTMLElement[] = [];
  for (const [name, value] of one.fields) {
    if (name === "words" && typeof value === "string" && value) {
      const words = document.createElement("blockquote");
      words.textContent = value;
      shown.push(words);
    } else if (value instanceof File && value.size) {
      const shot = document.createElement("img");
      shot.className = "photo";
      shot.alt = "";
      shot.src = URL.createObjectURL(value);
      shown.push(shot);
    }
  }
  return shown;
}

function othersLine(box: HTMLElement, others: Kept[]): HTMLElement {
  return line("warn", said(box, "others").replace("{n}", String(others.length)), acts(away(box, others)));
}

/** What is thrown away is gone for good: it takes two presses. */
function away(box: HTMLElement, kept: Kept[]): HTMLButtonElement {
  const made = button(said(box, "away"), () => {
    if (made.dataset.sure) void Promise.all(kept.map(({ id }) => deeds.drop(id))).then(() => showWaiting());
    made.dataset.sure = "1";
    made.textContent = said(box, "sure");
  });
  return made;
}

/** What waits is not done a second time. */
function markForms(mine: Kept[]): void {
  const waiting = new Set(mine.filter(({ refused }) => !refused).map(({ action }) => new URL(action).pathname));
  document.querySelectorAll<HTMLFormElement>("form[data-street-deed]").forEach((form) => {
    const again = ["photo", "note"].includes(said(form, "streetDeed"));
    form.inert = !again && waiting.has(new URL(form.action).pathname);
  });
}

function markPlaces(mine: Kept[]): void {
  const pages = new Set(mine.map(({ page }) => page));
  document.querySelectorAll<HTMLElement>("[data-place]").forEach((place) => {
    const mark = place.querySelector<HTMLElement>("[data-waits]");
    const page = new URL(place.querySelector("a")?.href ?? location.href).pathname;
    if (mark) mark.hidden = !pages.has(page);
  });
}

/** Sends what waits; the page is read anew when that changed it, unless somebody is in the middle of a form. */
async function goOn(): Promise<void> {
  const waited = (await deeds.all()).some(({ refused, by }) => !refused && by === whose());
  if (!waited) return;
  const round = await sendDeeds(whose());
  if (round.taken.length && !isTyping()) {
    remember(round.taken);
    location.reload();
    return;
  }
  await showWaiting(round.signedOut);
}

function isTyping(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    "form[data-street-deed] :is(textarea, input[type=file], input[name=lat])",
  );
  return [...fields].some(({ value, defaultValue }) => value !== defaultValue);
}

export function watchTheStreet(): void {
  window.addEventListener("online", () => void goOn());
  window.setInterval(() => void goOn(), AGAIN_MS);
  void goOn();
}
