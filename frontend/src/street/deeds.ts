// A deed on the spot: into the phone's own store first, so that nothing that happens afterwards can lose it.
import { deeds, type Kept } from "../outbox";
import { said } from "../page";
import { whose } from "../phone";
import { newUuid } from "../uuid";
import { sendDeeds } from "./sending";
import { remember, showFull, showWaiting } from "./waiting";

/** So long somebody waits to see that it went; afterwards it goes while they walk on. */
const WAIT_MS = 8_000;
const POSITION_MS = 6_000;

export function setUpDeed(form: HTMLFormElement): void {
  const photo = [...form.elements].find((one): one is HTMLInputElement => one instanceof HTMLInputElement && one.type === "file");
  form.querySelectorAll<HTMLElement>("[data-plain]").forEach((plain) => (plain.hidden = true));
  photo?.classList.add("vh");
  photo?.addEventListener("change", () => {
    showShot(photo);
    void whereItWasTaken(form).then(() => {
      if ("atOnce" in form.dataset && photo.files?.length) form.requestSubmit();
    });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit(form);
  });
}

let busy = false;

async function submit(form: HTMLFormElement): Promise<void> {
  if (busy) return;
  busy = true;
  const one = deedOf(form);
  try {
    await deeds.keep(one);
  } catch {
    // The phone has no room: it goes in the ordinary way or stays on the screen.
    busy = false;
    showFull();
    if (navigator.onLine) form.submit();
    return;
  }
  form.reset();
  for (const one of form.elements) {
    const shot = one instanceof HTMLInputElement ? shotOf(one) : null;
    if (shot) hideShot(shot);
  }
  await showWaiting(undefined, one.id);
  document.querySelector("[data-street-waiting]")?.scrollIntoView({ block: "center" });
  const round = await Promise.race([sendDeeds(whose()), pause()]);
  busy = false;
  if (round && round.at && !(await deeds.all()).some(({ id }) => id === one.id)) {
    remember(round.taken);
    location.assign(round.at);
    return;
  }
  await showWaiting(round?.signedOut ?? false);
}

function deedOf(form: HTMLFormElement): Kept {
  const id = newUuid();
  const body = new FormData(form);
  body.set("uuid", id);
  body.set("done_at", new Date().toISOString());
  const fields = [...body.entries()];
  const label = said(form, "label");
  return { id, action: form.action, fields, refused: false, at: Date.now(), by: whose(), label, page: location.pathname };
}

const pause = () => new Promise<null>((resolve) => setTimeout(() => resolve(null), WAIT_MS));

function showShot(photo: HTMLInputElement): void {
  const file = photo.files?.[0];
  const shot = shotOf(photo);
  if (!shot) return;
  hideShot(shot);
  if (!file) return;
  shot.src = URL.createObjectURL(file);
  shot.hidden = false;
  shot.previousElementSibling?.setAttribute("hidden", "");
}

/** The picture that stands in for the file somebody chose. */
const shotOf = (photo: HTMLInputElement) => photo.closest("label")?.querySelector<HTMLImageElement>("[data-shot]") ?? null;

function hideShot(shot: HTMLImageElement): void {
  if (shot.src) URL.revokeObjectURL(shot.src);
  shot.removeAttribute("src");
  shot.hidden = true;
  shot.previousElementSibling?.removeAttribute("hidden");
}

/** Where the photograph was taken, if the phone was allowed to say it before: nobody is asked here. */
async function whereItWasTaken(form: HTMLFormElement): Promise<void> {
  const lat = form.elements.namedItem("device_lat");
  const lon = form.elements.namedItem("device_lon");
  if (!(lat instanceof HTMLInputElement) || !(lon instanceof HTMLInputElement) || !(await isAllowed())) return;
  await new Promise<void>((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        lat.value = coords.latitude.toFixed(6);
        lon.value = coords.longitude.toFixed(6);
        resolve();
      },
      () => resolve(),
      { enableHighAccuracy: true, timeout: POSITION_MS, maximumAge: 15_000 },
    );
  });
}

async function isAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: "geolocation" })).state === "granted";
  } catch {
    return false;
  }
}
