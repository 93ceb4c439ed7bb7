// Placing a report's pin: the pin stands still in the middle, the town moves under it, by finger, mouse or arrow keys.
import { said } from "../page";
import { makeMap } from "./making";

/** So near that a house is found, and so far that two streets around it have their names. */
const NEAR = 14;

export interface Place {
  lat: string;
  lon: string;
}

/** Draws into the box and tells every place the person moves the map to. */
export async function drawPicker(box: HTMLElement, start: Place | null, chosen: (place: Place) => void): Promise<boolean> {
  const begin = start ? { center: [Number(start.lon), Number(start.lat)] as [number, number], zoom: NEAR } : {};
  const made = await makeMap(box, begin);
  if (!made) return false;
  const { map } = made;
  let moved = false;
  map.on("movestart", (move) => {
    moved ||= Boolean((move as { originalEvent?: Event }).originalEvent);
  });
  map.on("moveend", () => {
    if (!moved) return;
    const { lat, lng } = map.getCenter();
    chosen({ lat: lat.toFixed(6), lon: lng.toFixed(6) });
  });
  map.on("click", (click) => {
    moved = true;
    map.easeTo({ center: click.lngLat });
  });
  map.getCanvas().setAttribute("aria-label", said(box, "name"));
  map.getCanvas().focus({ preventScroll: true });
  return true;
}
