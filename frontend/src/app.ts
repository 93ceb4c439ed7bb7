// Every page: requests without reload, and the small manners of the menu, notices, sharing and comparing.
import htmx from "htmx.org";

import { setUpCompare } from "./compare";
import { setUpCounter, watchTheLine } from "./counter";
import { setUpDialogs } from "./dialogs";
import { setUpKiosk } from "./kiosk";
import { setUpMenu } from "./menu";
import { each } from "./page";
import { forgetOthers, whose } from "./phone";
import { setUpShare } from "./share";
import { setUpSignOut } from "./signout";
import { sendDeeds } from "./street/sending";
import { setUpToasts } from "./toasts";
import { setUpWorker } from "./worker";

function setUp(root: ParentNode): void {
  each(root, "[data-compare]", setUpCompare);
  each<HTMLFormElement>(root, "form[data-counter]", setUpCounter);
  each<HTMLFormElement>(root, "form[data-sign-out]", setUpSignOut);
  each(root, "[data-share]", setUpShare);
  each(root, "[data-toasts]", setUpToasts);
  each(root, "details[data-menu]", setUpMenu);
  each(root, "dialog[data-dialog]", setUpDialogs);
  each(root, "[data-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
}

setUp(document);
setUpKiosk();
watchTheLine();
void setUpWorker();
void forgetOthers();
// Pages of the street send for themselves and tell what came of it.
if (!document.querySelector("[data-street-waiting]")) void sendDeeds(whose());
// Fragments fetched later get the same manners; each element is set up once (see page.ts).
htmx.onLoad(() => setUp(document));
document.addEventListener("opencity:filled", (filled) => {
  if (filled.target instanceof HTMLElement) htmx.process(filled.target);
  setUp(document);
});
