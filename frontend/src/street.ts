// The phone of whoever works on the spot: what is done is kept in the phone first and goes when there is a connection.
import { isKiosk } from "./kiosk";
import { each } from "./page";
import { STREET_CACHE, whose } from "./phone";
import { setUpDeed } from "./street/deeds";
import { setUpWalk } from "./street/walk";
import { showWaiting, watchTheStreet } from "./street/waiting";
import { askWorker } from "./worker";

/** A day on the phone ends at four in the morning: a night shift keeps its cases. */
const NIGHT_ENDS = 4;

function endOfDay(): number {
  const end = new Date();
  if (end.getHours() >= NIGHT_ENDS) end.setDate(end.getDate() + 1);
  end.setHours(NIGHT_ENDS, 0, 0, 0);
  return end.getTime();
}

/** The list and its cases, each by the version in which it stands now. */
function keepTheDay(list: HTMLElement): void {
  const pages = [...list.querySelectorAll<HTMLElement>("[data-place]")].map((place) => [
    new URL(place.querySelector("a")?.href ?? location.href).pathname,
    place.dataset.version ?? "",
  ]);
  void askWorker({ street: { name: `${STREET_CACHE}${whose()}:${endOfDay()}`, list: location.pathname, pages } });
}

each(document, "form[data-street-deed]", setUpDeed);
each(document, "form[data-walk]", setUpWalk);
each(document, '[data-street="list"]', (list) => {
  // A page out of the phone's own store has nothing new to keep.
  if (navigator.onLine && !isKiosk()) keepTheDay(list);
});
void showWaiting();
watchTheStreet();
