// What lies under our own drawing, if a community configured anything.
import { addProtocol, type LayerSpecification, type SourceSpecification } from "maplibre-gl";

import type { Palette } from "./palette";

export interface Basemap {
  kind: "none" | "raster" | "vector" | "pmtiles";
  url?: string;
  attribution?: string;
  tile_size?: number;
}

interface Ground {
  sources: Record<string, SourceSpecification>;
  layers: LayerSpecification[];
}

/** `vector` is read by the OpenMapTiles schema, `pmtiles` by that of Protomaps; only water, parks and streets are taken. */
const SCHEMAS = {
  vector: { water: "water", green: "landcover", roads: "transportation", kind: "class" },
  pmtiles: { water: "water", green: "landuse", roads: "roads", kind: "kind" },
};

export function readBasemap(element: HTMLElement): Basemap {
  const written = element.dataset.basemap;
  return written ? (JSON.parse(written) as Basemap) : { kind: "none" };
}

export async function prepareBasemap(basemap: Basemap): Promise<void> {
  if (basemap.kind !== "pmtiles") return;
  const { Protocol } = await import("pmtiles");
  addProtocol("pmtiles", new Protocol().tile);
}

export function groundOf(basemap: Basemap, palette: Palette): Ground {
  const { kind, url, attribution = "" } = basemap;
  if (kind === "none" || !url) return { sources: {}, layers: [] };
  if (kind === "raster") return veiledRaster(url, attribution, basemap.tile_size ?? 256, palette);
  const address = kind === "pmtiles" ? { url: `pmtiles://${url}` } : url.includes("{z}") ? { tiles: [url] } : { url };
  return { sources: { ground: { type: "vector", attribution, ...address } }, layers: drawnGround(SCHEMAS[kind], palette) };
}

function veiledRaster(url: string, attribution: string, tileSize: number, palette: Palette): Ground {
  return {
    sources: { ground: { type: "raster", tiles: [url], tileSize, attribution } },
    layers: [
      { id: "ground", type: "raster", source: "ground", paint: { "raster-fade-duration": 0 } },
      // A veil of paper keeps pins and words readable on any tiles.
      { id: "veil", type: "background", paint: { "background-color": palette.paper, "background-opacity": 0.35 } },
    ],
  };
}

function drawnGround(schema: (typeof SCHEMAS)["vector"], palette: Palette): LayerSpecification[] {
  const wide = ["motorway", "trunk", "primary", "highway", "major_road"];
  return [
    { id: "ground-green", type: "fill", source: "ground", "source-layer": schema.green, paint: { "fill-color": palette.land2 } },
    { id: "ground-water", type: "fill", source: "ground", "source-layer": schema.water, paint: { "fill-color": palette.water } },
    {
      id: "ground-roads",
      type: "line",
      source: "ground",
      "source-layer": schema.roads,
      layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": palette.road,
        "line-width": [
          "interpolate", ["exponential", 1.6], ["zoom"],
          11, ["case", ["in", ["get", schema.kind], ["literal", wide]], 2, 0.4],
          17, ["case", ["in", ["get", schema.kind], ["literal", wide]], 18, 8],
        ],
      },
    },
  ];
}
