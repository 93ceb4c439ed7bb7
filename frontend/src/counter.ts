// The librarian's counter goes on while the line is down: a visit is kept here and goes by itself later.
import { all, bodyOf, drop, keep, send } from "./outbox";

const AGAIN_MS = 20_000;

export function setUpCounter(form: HTMLFormElement): void {
  form.addEventListener("submit", (event) => {
    if (event.submitter instanceof HTMLButtonElement && event.submitter.name === "find") return;
    event.preventDefault();
    void submit(form);
  });
  void tell();
}

async function submit(form: HTMLFormElement): Promise<void> {
  const time = form.querySelector<HTMLInputElement>("[data-served-at]");
  if (time) time.value = new Date().toISOString();
  const body = new FormData(form);
  const sent = await send(form.action, body);
  if (sent.taken) {
    location.assign(sent.at);
  } else if (sent.arrived) {
    // It was refused: sent in the ordinary way, the page comes back with the reason and all that was typed.
    form.submit();
  } else {
    await keep({ id: String(body.get("visit")), action: form.action, fields: [...body.entries()], refused: false });
    location.reload();
  }
}

async function tell(): Promise<void> {
  const note = document.querySelector<HTMLElement>("[data-counter-waiting]");
  if (!note) return;
  const kept = await all();
  note.hidden = kept.length === 0;
  const refused = kept.find((one) => one.refused);
  const words = refused ? note.dataset.refused : note.dataset.words?.replace("{n}", String(kept.length));
  note.textContent = words ?? "";
  if (refused) note.append(" ", again(refused.action));
}

function again(action: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = action;
  link.textContent = new URL(action).pathname;
  return link;
}

async function sendKept(): Promise<void> {
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
  if (!document.querySelector("[data-counter-waiting]")) return;
  window.addEventListener("online", () => void sendKept());
  window.setInterval(() => void sendKept(), AGAIN_MS);
  void sendKept();
}
