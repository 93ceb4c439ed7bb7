// How every map of ours begins: own worker, own words, own fonts.
import "./map.css";
import { AttributionControl, Map as MapLibre, NavigationControl, setWorkerUrl, type MapOptions } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";

import { said } from "../page";
import { prepareBasemap, readBasemap } from "./basemap";
import { onPaletteChange, readPalette, type Palette } from "./palette";
import { styleOf, type Town } from "./style";

/** From this width on the whole town fits. */
const WIDE = 600;
/** Room for the rings at the edge and for the legend at the bottom. */
const AIR = { top: 32, right: 64, bottom: 68, left: 48 };

setWorkerUrl(workerUrl);

export interface Made {
  map: MapLibre;
  palette: () => Palette;
  town: Town;
}

/** Null when the browser cannot draw a map: then what the server put into the page stays. */
export async function makeMap(element: HTMLElement, more: Partial<MapOptions>): Promise<Made | null> {
  const town: Town = { baseUrl: absolute(said(element, "baseUrl")), tiles: tilesOf(element), basemap: readBasemap(element) };
  await Promise.all([prepareBasemap(town.basemap), lettersReady()]);
  let palette = readPalette();
  try {
    const map = new MapLibre({
      container: element,
      style: styleOf(town, palette),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 19,
      minZoom: 7,
      locale: words(element),
      ...whereTo(element),
      ...more,
    });
    if (!more.bounds && !location.hash && map.getZoom() < wishedZoom(element)) map.setZoom(wishedZoom(element));
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    if (town.basemap.attribution) map.addControl(new AttributionControl({ compact: true }));
    onPaletteChange(() => {
      palette = readPalette();
      map.setStyle(styleOf(town, palette));
    });
    return { map, palette: () => palette, town };
  } catch (cannot) {
    console.warn("No map here:", cannot);
    element.hidden = true;
    return null;
  }
}

/** Letters are drawn from the page's fonts; both scripts must have arrived before the first name is drawn. */
async function lettersReady(): Promise<void> {
  const faces = ["700 18px Arsenal", "400 14px Commissioner"];
  await Promise.all(faces.map((face) => document.fonts.load(face, "Миколаїв Bug 1"))).catch(() => undefined);
}

export function tilesOf(element: HTMLElement): string {
  const template = said(element, "tilesUrl");
  const filter = said(element, "filter");
  if (!template) return "";
  return absolute(template) + (filter ? (template.includes("?") ? "&" : "?") + filter : "");
}

// Not `new URL`: it would encode the braces of a tile template.
function absolute(path: string): string {
  return path.startsWith("/") ? location.origin + path : path;
}

function whereTo(element: HTMLElement): Partial<MapOptions> {
  const numbers = (text: string): number[] => text.split(",").map(Number);
  const bounds = numbers(said(element, "bounds"));
  // A narrow screen shows a part of the town that can be read, not the whole of it shrunk.
  if (bounds.length === 4 && element.clientWidth >= WIDE) return { bounds: bounds as [number, number, number, number], fitBoundsOptions: { padding: AIR } };
  const [lat = 46.97, lon = 32] = numbers(said(element, "center") || "46.97,32");
  return { center: [lon, lat], zoom: wishedZoom(element) };
}

/** No map begins smaller than that: names and rings would not be told apart. */
function wishedZoom(element: HTMLElement): number {
  return Number(said(element, "zoom") || "11.5");
}

function words(element: HTMLElement): Record<string, string> {
  return {
    "Map.Title": said(element, "name"),
    "NavigationControl.ZoomIn": said(element, "zoomIn"),
    "NavigationControl.ZoomOut": said(element, "zoomOut"),
    "AttributionControl.ToggleAttribution": said(element, "sources"),
  };
}
