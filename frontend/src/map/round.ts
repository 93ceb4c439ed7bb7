// Drawing bounds: the mark stands still in the middle, the town moves under it; what is marked shows as a figure.
import type { Feature, FeatureCollection } from "geojson";
import type { GeoJSONSource } from "maplibre-gl";

import { said } from "../page";
import { makeMap, type Made } from "./making";

/** Longitude, latitude. */
export type Corner = [number, number];

export interface Rounding {
  show: (corners: Corner[]) => void;
  middle: () => Corner;
}

const NEAR = 15;
const FIGURE = "corners";

/** Null when the browser cannot draw a map. */
export async function drawRounding(box: HTMLElement, begun: Corner[]): Promise<Rounding | null> {
  const first = begun[0];
  const made = await makeMap(box, first ? { center: first, zoom: NEAR } : {});
  if (!made) return null;
  const { map } = made;
  let corners = begun;
  const draw = (): void => put(made, corners);
  // A change of theme builds the layers anew.
  map.on("styledata", draw);
  map.on("click", (click) => map.easeTo({ center: click.lngLat }));
  map.getCanvas().setAttribute("aria-label", said(box, "name"));
  map.getCanvas().focus({ preventScroll: true });
  return {
    show: (changed) => {
      corners = changed;
      draw();
    },
    middle: () => {
      const { lng, lat } = map.getCenter();
      return [lng, lat];
    },
  };
}

function put({ map, palette }: Made, corners: Corner[]): void {
  const source = map.getSource<GeoJSONSource>(FIGURE);
  if (source) {
    source.setData(figureOf(corners));
    return;
  }
  const { sun, ink, card } = palette();
  map.addSource(FIGURE, { type: "geojson", data: figureOf(corners) });
  map.addLayer({ id: "corners-fill", type: "fill", source: FIGURE, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": sun, "fill-opacity": 0.2 } });
  map.addLayer({ id: "corners-line", type: "line", source: FIGURE, paint: { "line-color": ink, "line-width": 2.5 } });
  map.addLayer({ id: "corners-dots", type: "circle", source: FIGURE, filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 5, "circle-color": ink, "circle-stroke-color": card, "circle-stroke-width": 2 } });
}

function figureOf(corners: Corner[]): FeatureCollection {
  const features: Feature[] = corners.map((at) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at } }));
  const [first] = corners;
  if (first && corners.length > 2) features.push({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [[...corners, first]] } });
  else if (corners.length === 2) features.push({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: corners } });
  return { type: "FeatureCollection", features };
}
