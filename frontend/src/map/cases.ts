// The cases of the desk's list on a map. A case pressed here is marked there, and the other way round.
import type { FeatureCollection, Point } from "geojson";
import { LngLatBounds, type GeoJSONSource, type Map as MapLibre } from "maplibre-gl";

import { said } from "../page";
import { makeMap, type Made } from "./making";

const CASES = "cases";
const REACH = 8;
/** So near that two cases of one street stand apart. */
const NEAR = 15;

interface Case {
  number: number;
  title: string;
  lang: string;
  url: string;
  coarse: boolean;
  late: string;
}

type Cases = FeatureCollection<Point, Case> & { more: boolean };

/** False when the browser cannot draw a map or the cases cannot be had. */
export async function drawCases(frame: HTMLElement, box: HTMLElement): Promise<boolean> {
  const cases = await load(said(frame, "casesUrl"));
  if (!cases) return false;
  const places = cases.features.map((one) => one.geometry.coordinates as [number, number]);
  const made = await makeMap(box, places.length ? { bounds: around(places), fitBoundsOptions: { padding: 48, maxZoom: NEAR } } : {});
  if (!made) return false;
  let marked = -1;
  const draw = (): void => put(made, cases, marked);
  const mark = (number: number): void => {
    marked = number;
    draw();
  };
  // A change of theme builds the layers anew.
  made.map.on("styledata", draw);
  answerClicks(made.map, (one) => {
    mark(one.number);
    open(frame, one);
  });
  document.addEventListener("focusin", ({ target }) => {
    const row = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-row]") : null;
    if (row) mark(Number(said(row, "row")));
  });
  offerView(made.map, frame);
  const count = frame.querySelector("[data-beside-count]");
  if (count) count.textContent = said(frame, cases.more ? "more" : "shown").replace("{n}", String(cases.features.length));
  made.map.getCanvas().setAttribute("aria-label", said(box, "name"));
  return true;
}

async function load(url: string): Promise<Cases | null> {
  try {
    const answer = await fetch(url, { credentials: "same-origin" });
    return answer.ok ? ((await answer.json()) as Cases) : null;
  } catch {
    return null;
  }
}

function around(places: [number, number][]): LngLatBounds {
  return places.reduce((bounds, place) => bounds.extend(place), new LngLatBounds(places[0], places[0]));
}

function put({ map, palette }: Made, cases: Cases, marked: number): void {
  if (!map.isStyleLoaded() && !map.getSource(CASES)) return;
  if (!map.getSource(CASES)) addLayers(map, palette(), cases);
  map.setFilter("case-marked", ["==", ["get", "number"], marked]);
}

function addLayers(map: MapLibre, colours: ReturnType<Made["palette"]>, cases: Cases): void {
  map.addSource(CASES, { type: "geojson", data: cases, cluster: true, clusterRadius: 34, clusterMaxZoom: 16, clusterProperties: { late: ["+", ["case", ["==", ["get", "late"], "late"], 1, 0]] } });
  map.addLayer({ id: "case-groups", type: "circle", source: CASES, filter: ["has", "point_count"], paint: { "circle-color": colours.card, "circle-radius": ["step", ["get", "point_count"], 15, 10, 19, 100, 24], "circle-stroke-width": 3, "circle-stroke-color": ["case", [">", ["get", "late"], 0], colours.brick, colours.ink] } });
  map.addLayer({ id: "case-counts", type: "symbol", source: CASES, filter: ["has", "point_count"], layout: { "text-field": ["to-string", ["get", "point_count"]], "text-font": ["Arsenal"], "text-size": 17, "text-allow-overlap": true }, paint: { "text-color": colours.ink } });
  map.addLayer({ id: "case-places", type: "circle", source: CASES, filter: ["!", ["has", "point_count"]], paint: { "circle-color": ["match", ["get", "late"], "late", colours.brick, "soon", colours.sun, colours.ink], "circle-radius": ["case", ["get", "coarse"], 13, 8], "circle-opacity": ["case", ["get", "coarse"], 0.35, 1], "circle-stroke-color": colours.card, "circle-stroke-width": 2 } });
  map.addLayer({ id: "case-marked", type: "circle", source: CASES, filter: ["==", ["get", "number"], -1], paint: { "circle-color": "transparent", "circle-radius": 14, "circle-stroke-color": colours.sun, "circle-stroke-width": 5 } });
}

function answerClicks(map: MapLibre, open: (one: Case) => void): void {
  map.on("click", async ({ point, lngLat }) => {
    const layers = ["case-groups", "case-places"].filter((id) => map.getLayer(id));
    const [found] = map.queryRenderedFeatures([[point.x - REACH, point.y - REACH], [point.x + REACH, point.y + REACH]], { layers });
    if (!found) return;
    const { cluster_id: group } = found.properties as { cluster_id?: number };
    if (group === undefined) open(found.properties as Case);
    else map.easeTo({ center: lngLat, zoom: await map.getSource<GeoJSONSource>(CASES)?.getClusterExpansionZoom(group) ?? map.getZoom() + 2 });
  });
}

/** Its row if the page has it, and in any case a link under the map. */
function open(frame: HTMLElement, one: Case): void {
  document.querySelector<HTMLElement>(`[data-row="${one.number}"] a.t`)?.scrollIntoView({ block: "center" });
  const row = document.querySelector<HTMLElement>(`[data-row="${one.number}"]`);
  document.querySelectorAll("[data-row].sel").forEach((other) => other.classList.remove("sel"));
  row?.classList.add("sel");
  const link = document.createElement("a");
  link.href = one.url;
  link.lang = one.lang;
  link.textContent = `№ ${one.number} ${one.title}`;
  frame.querySelector("[data-beside-card]")?.replaceChildren(link);
}

/** Once the map was moved, the list can be narrowed to what it shows. */
function offerView(map: MapLibre, frame: HTMLElement): void {
  const link = frame.querySelector<HTMLAnchorElement>("[data-beside-view]");
  map.on("moveend", (move) => {
    if (!link || !(move as { originalEvent?: Event }).originalEvent) return;
    const [[west, south], [east, north]] = map.getBounds().toArray() as [[number, number], [number, number]];
    const address = new URLSearchParams(said(frame, "viewUrl").slice(1));
    address.set("box", [south, west, north, east].map((side) => side.toFixed(5)).join(","));
    link.href = `?${address.toString()}`;
    link.hidden = false;
  });
}
