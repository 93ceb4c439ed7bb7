import { sendKept as sendVisits } from "./counter";
import { deeds, visits } from "./outbox";
import { sendDeeds } from "./street/sending";
import { whose } from "./phone";

/** Signing out forgets all that this browser keeps: what has not gone yet would be lost. */
export function setUpSignOut(form: HTMLFormElement): void {
  const warning = form.querySelector<HTMLElement>("[data-still-kept]");
  if (!warning) return;
  let warned = false;
  form.addEventListener("submit", (event) => {
    if (warned) return;
    event.preventDefault();
    void Promise.all([sendVisits(), sendDeeds(whose())])
      .then(() => Promise.all([visits.all(), deeds.all()]))
      .then((kept) => {
        warned = true;
        if (kept.flat().length === 0) form.submit();
        else warning.hidden = false;
      }, () => form.submit());
  });
}
