// Forms that ask for a place or for bounds: the typed fields stay the equal way; a map only fills them.
import { setUpLocate } from "./map/locate";
import { setUpPicker } from "./map/picking";
import { setUpRounding } from "./map/rounding";
import { each } from "./page";

function setUp(): void {
  each(document, "[data-locate]", setUpLocate);
  each(document, "[data-pick-map]", setUpPicker);
  each(document, "[data-round-map]", setUpRounding);
}

setUp();
for (const event of ["opencity:filled", "htmx:load"]) document.addEventListener(event, setUp);
