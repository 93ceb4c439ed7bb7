// The lead's list at the place: taps are noted on the phone first and sent when there is a line. Without a script each is a form.
import { setUpList } from "./arrivals/list";
import { each } from "./page";

each(document, "[data-arrivals]", setUpList);
