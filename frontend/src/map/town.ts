// The map of problems beside its list. The list is the equal way; the map only adds to it.
import { type GeoJSONFeature, type Map as MapLibre, type MapMouseEvent, type VectorTileSource } from "maplibre-gl";

import { ask, fill, said } from "../page";
import { Images } from "./images";
import { makeMap, tilesOf, type Made } from "./making";

const CLICKABLE = ["clusters", "pins", "selected", "coarse"];

export async function drawTown(element: HTMLElement): Promise<void> {
  const made = await makeMap(element, { hash: element.dataset.hash !== "off" });
  if (!made) return;
  const spheres = JSON.parse(said(element, "spheres") || "{}") as Record<string, string>;
  new Images(made.map, made.palette, said(element, "icons"), spheres);
  const select = selecting(made);
  answerClicks(made.map, (number) => {
    select(number);
    void showCard(element, number, () => select(-1));
  });
  tellWhatIsInView(made.map);
  followFilter(made, element);
  if (element.dataset.selected) select(Number(element.dataset.selected));
  element.dataset.drawn = "true";
}

function selecting({ map }: Made): (number: number) => void {
  let selected = -1;
  const apply = (): void => {
    if (map.getLayer("selected")) map.setFilter("selected", ["==", ["get", "number"], selected]);
  };
  // A change of theme builds the layers anew.
  map.on("styledata", apply);
  return (number) => {
    selected = number;
    apply();
  };
}

function answerClicks(map: MapLibre, open: (number: number) => void): void {
  map.on("click", (click: MapMouseEvent) => {
    const feature = touched(map, click);
    if (!feature) return;
    if (feature.properties.count) map.easeTo({ center: placeOf(feature) ?? click.lngLat, zoom: map.getZoom() + 2 });
    else open(Number(feature.properties.number));
  });
  map.on("mousemove", (move: MapMouseEvent) => {
    map.getCanvas().style.cursor = touched(map, move) ? "pointer" : "";
  });
}

function touched(map: MapLibre, { point }: MapMouseEvent): GeoJSONFeature | undefined {
  const layers = CLICKABLE.filter((id) => map.getLayer(id));
  const reach = 6;
  const box: [[number, number], [number, number]] = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]];
  return map.queryRenderedFeatures(box, { layers })[0];
}

function placeOf(feature: GeoJSONFeature): [number, number] | null {
  return feature.geometry.type === "Point" ? (feature.geometry.coordinates as [number, number]) : null;
}

async function showCard(element: HTMLElement, number: number, closed: () => void): Promise<void> {
  const holder = document.querySelector<HTMLElement>("[data-map-card]");
  const url = said(element, "cardUrl").replace("{number}", String(number)).replace("%7Bnumber%7D", String(number));
  if (!holder || !url) return;
  fill(holder, await ask(url));
  const close = (): void => {
    holder.replaceChildren();
    closed();
    element.querySelector<HTMLElement>("canvas")?.focus({ preventScroll: true });
  };
  holder.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", close));
  holder.onkeydown = (pressed) => {
    if (pressed.key === "Escape") close();
  };
}

/** After each move the form `[data-bbox-form]` learns what is in view and hears a `change`, as if a person had chosen. */
function tellWhatIsInView(map: MapLibre): void {
  map.on("moveend", () => {
    const field = document.querySelector<HTMLInputElement>("[data-bbox-form] [name='bbox'], input[data-bbox-form]");
    if (!field) return;
    const [[west, south], [east, north]] = map.getBounds().toArray() as [[number, number], [number, number]];
    field.value = [west, south, east, north].map((side) => side.toFixed(5)).join(",");
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/** The page's filters change `data-filter`; the tiles follow. */
function followFilter({ map, town }: Made, element: HTMLElement): void {
  new MutationObserver(() => {
    town.tiles = tilesOf(element);
    (map.getSource("problems") as VectorTileSource | undefined)?.setTiles([town.tiles]);
  }).observe(element, { attributeFilter: ["data-filter"] });
}
