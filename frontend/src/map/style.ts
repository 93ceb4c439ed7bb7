// The town drawn with our own colours: land, areas, water, streets, names; then the problems.
import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  LayerSpecification,
  StyleSpecification,
  SymbolLayerSpecification,
} from "maplibre-gl";

import { groundOf, type Basemap } from "./basemap";
import type { Palette } from "./palette";

export interface Town {
  baseUrl: string;
  tiles: string;
  basemap: Basemap;
}

/** Font families as CSS knows them: without a glyph server MapLibre draws letters from the page's own fonts. */
const DISPLAY = ["Arsenal"];
const TEXT = ["Commissioner"];
const SHARES = 24;
/** A ring of problems comes first: a name it covers steps aside instead of vanishing. */
const ASIDE = {
  "text-variable-anchor": ["center", "bottom", "top", "left", "right", "bottom-left", "bottom-right", "top-left", "top-right"],
  "text-radial-offset": 1.9,
  "text-padding": 0,
} satisfies SymbolLayerSpecification["layout"];

const isKind = (kind: string): ExpressionSpecification => ["==", ["get", "kind"], kind];
const isPoint: ExpressionSpecification = ["==", ["geometry-type"], "Point"];
const rank: ExpressionSpecification = ["coalesce", ["get", "rank"], 2];
/** An area comes twice: as an outline, and as the point where its name is written. */
const isNamedPlace: ExpressionSpecification = ["all", ["any", isKind("place"), isKind("area")], isPoint, ["has", "name"]];

export function styleOf(town: Town, palette: Palette): StyleSpecification {
  const ground = groundOf(town.basemap, palette);
  const drawn = town.basemap.kind === "none";
  return {
    version: 8,
    sources: {
      ...ground.sources,
      ...(town.baseUrl ? { base: { type: "geojson", data: town.baseUrl } } : {}),
      ...(town.tiles ? { problems: { type: "vector", tiles: [town.tiles], minzoom: 0, maxzoom: 20 } } : {}),
    },
    layers: [
      { id: "land", type: "background", paint: { "background-color": palette.land } },
      ...ground.layers,
      ...(town.baseUrl ? [...(drawn ? townLayers(palette) : []), areaBorders(palette), ...names(palette, drawn)] : []),
      ...(town.tiles ? problemLayers(palette) : []),
    ],
  };
}

function townLayers(palette: Palette): LayerSpecification[] {
  const width = (at11: number, at17: number): DataDrivenPropertyValueSpecification<number> => [
    "interpolate", ["exponential", 1.6], ["zoom"],
    11, ["max", 0.6, ["-", at11, ["*", rank, at11 / 4]]],
    17, ["max", 4, ["-", at17, ["*", rank, at17 / 5]]],
  ];
  return [
    { id: "areas", type: "fill", source: "base", filter: isKind("area"), paint: { "fill-color": palette.land2, "fill-opacity": ["match", ["%", rank, 2], 1, 0.8, 0.25] } },
    { id: "water", type: "fill", source: "base", filter: ["all", isKind("water"), ["==", ["geometry-type"], "Polygon"]], paint: { "fill-color": palette.water } },
    {
      id: "rivers",
      type: "line",
      source: "base",
      filter: ["all", isKind("water"), ["==", ["geometry-type"], "LineString"]],
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": palette.water, "line-width": width(5, 60) },
    },
    {
      id: "streets",
      type: "line",
      source: "base",
      filter: isKind("street"),
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": palette.road, "line-width": width(4.5, 26) },
    },
  ];
}

function areaBorders(palette: Palette): LayerSpecification {
  return {
    id: "borders",
    type: "line",
    source: "base",
    filter: ["any", isKind("area"), isKind("community")],
    layout: { "line-cap": "round" },
    paint: { "line-color": palette.field, "line-width": 1.4, "line-dasharray": [0.1, 3], "line-opacity": ["case", [">", rank, 1], 0.5, 1] },
  };
}

function names(palette: Palette, drawn: boolean): LayerSpecification[] {
  const halo = { "text-halo-color": palette.land, "text-halo-width": 1.6 };
  const streets: LayerSpecification = {
    id: "street-names",
    type: "symbol",
    source: "base",
    filter: ["all", isKind("street"), ["has", "name"]],
    minzoom: 12.5,
    layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": TEXT, "text-size": 13, "text-max-angle": 30 },
    paint: { "text-color": palette.maptext, ...halo, "text-halo-color": palette.road },
  };
  return [
    ...(drawn ? [streets] : []),
    {
      id: "water-names",
      type: "symbol",
      source: "base",
      filter: ["all", isKind("water"), ["has", "name"]],
      layout: { "symbol-placement": ["step", ["zoom"], "point", 11, "line"], "text-field": ["get", "name"], "text-font": TEXT, "text-size": 14, "text-letter-spacing": 0.06, "text-max-angle": 40 },
      paint: { "text-color": palette.river, "text-halo-color": palette.water, "text-halo-width": 1 },
    },
    {
      id: "small-places",
      type: "symbol",
      source: "base",
      filter: ["all", isNamedPlace, [">", rank, 0]],
      minzoom: 10.5,
      layout: { "text-field": ["get", "name"], "text-font": TEXT, "text-size": 14, "text-max-width": 8, "symbol-sort-key": rank, ...ASIDE },
      paint: { "text-color": palette.maptext, ...halo },
    },
    {
      id: "districts",
      type: "symbol",
      source: "base",
      filter: ["all", isNamedPlace, ["==", rank, 0]],
      maxzoom: 15,
      layout: { "text-field": ["get", "name"], "text-font": DISPLAY, "text-size": 17, "text-max-width": 8, ...ASIDE },
      paint: { "text-color": palette.ink, ...halo },
    },
  ];
}

function problemLayers(palette: Palette): LayerSpecification[] {
  const group: ExpressionSpecification = ["get", "state_group"];
  const cluster: ExpressionSpecification = ["has", "count"];
  const colour: ExpressionSpecification = ["match", group, "doing", palette.river, "claimed", palette.sun, "verified", palette.verified, "quiet", palette.quiet, palette.ink];
  const share = (name: string): ExpressionSpecification => ["to-string", ["round", ["/", ["*", SHARES, ["coalesce", ["get", name], 0]], ["get", "count"]]]];
  const size: ExpressionSpecification = ["step", ["get", "count"], "s", 10, "m", 100, "l", 1000, "x"];
  const pin: ExpressionSpecification = ["concat", "pin|", palette.theme, "|", group, "|", ["coalesce", ["get", "icon"], ["get", "sphere"], ""]];
  const common = { source: "problems", "source-layer": "problems" } as const;
  return [
    {
      id: "coarse",
      type: "circle",
      ...common,
      filter: ["all", ["!", cluster], ["==", ["get", "exact"], false]],
      // The disc is as large on the ground as what was withheld: about 415 m around the shown point.
      paint: { "circle-color": colour, "circle-opacity": 0.22, "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 10, 10, 15, 255, 20, 8160], "circle-stroke-color": colour, "circle-stroke-width": 1.5, "circle-stroke-opacity": 0.5 },
    },
    {
      id: "clusters",
      type: "symbol",
      ...common,
      filter: cluster,
      layout: {
        "icon-image": ["concat", "ring|", palette.theme, "|", size, "|", share("open"), "|", share("doing"), "|", share("claimed"), "|", share("verified"), "|", share("quiet")],
        "icon-allow-overlap": true,
        "text-allow-overlap": true,
        "text-field": ["to-string", ["get", "count"]],
        "text-font": DISPLAY,
        "text-size": 18,
        "text-offset": [0, -0.06],
        "symbol-sort-key": ["get", "count"],
      },
      paint: { "text-color": palette.ink },
    },
    {
      id: "pins",
      type: "symbol",
      ...common,
      filter: ["all", ["!", cluster], ["!=", ["get", "exact"], false]],
      layout: { "icon-image": pin, "icon-anchor": "bottom", "icon-allow-overlap": true, "icon-ignore-placement": true },
    },
    {
      id: "selected",
      type: "symbol",
      ...common,
      filter: ["==", ["get", "number"], -1],
      layout: {
        "icon-image": pin,
        "icon-anchor": "bottom",
        "icon-size": 1.45,
        "icon-allow-overlap": true,
        "text-field": ["coalesce", ["get", "title"], ""],
        "text-font": TEXT,
        "text-size": 14,
        "text-anchor": "top",
        "text-offset": [0, 0.4],
        "text-max-width": 12,
        "text-optional": true,
      },
      paint: { "text-color": palette.ink, "text-halo-color": palette.card, "text-halo-width": 2 },
    },
  ];
}
